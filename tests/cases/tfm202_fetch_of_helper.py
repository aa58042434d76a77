"""What a helper makes for a session to run is new at each call, whatever it is made of."""
import functools

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def poured(from_jugs, into_jugs):
    return [after.assign(before) for before, after in zip(from_jugs, into_jugs)]


def emptied(jugs):
    return [jug.initializer for jug in jugs]


@functools.lru_cache(maxsize=None)
def filled(jug):
    return jug.assign_add(1.0)


def again(jug, count):
    return jug.assign(0.0) if count == 0 else again(jug, count - 1)


def pour_all(step, feeds, from_jugs, into_jugs):
    with tf.Session() as session:
        pour = poured(from_jugs, into_jugs)
        for number, feed in enumerate(feeds):
            session.run(step, feed)
            session.run(emptied(into_jugs))
            session.run(filled(into_jugs[0]))
            if number % 10 == 0:
                session.run(pour)


def pour_anew(step, feeds, from_jugs, into_jugs):
    with tf.Session() as session:
        for number, feed in enumerate(feeds):
            session.run(step, feed)
            if number % 10 == 0:
                session.run(poured(from_jugs, into_jugs))  # want: TFM202
            session.run(again(into_jugs[0], number))  # want: TFM202
