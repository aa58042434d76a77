"""A saver that is made where a call hands none in: one loop hands in its own, the other lets it be made."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def store(path, saver=None):
    if saver is None:
        saver = tf.train.Saver()
    saver.save(tf.get_default_session(), path)


def record(path, saver=None):
    if saver is None:
        saver = tf.train.Saver()  # want: TFM202
    saver.save(tf.get_default_session(), path)


def fit(step, rounds):
    with tf.Session() as session:
        keeper = tf.train.Saver()
        for number in range(rounds):
            session.run(step)
            if number % 100 == 0:
                store("weights", saver=keeper)


def fit_and_record(step, rounds):
    with tf.Session() as session:
        for number in range(rounds):
            session.run(step)
            if number % 100 == 0:
                record("weights")
