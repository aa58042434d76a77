"""The decorator and the context manager around each round make no graph."""
import contextlib
import functools
import time

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with open("log") as log:
            return function(*args, log=log, **kwargs)

    return wrapper


@contextlib.contextmanager
def timed():
    start = time.time()
    yield
    print(time.time() - start)


@logged
def experiment(width, data, log):
    x = tf.placeholder(tf.float32, [None, 10])
    out = tf.layers.dense(x, width)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        log.write(str(sess.run(out, {x: data})))


def decorated(widths, data):
    for width in widths:
        experiment(width, data)  # want: TFM203


def in_turn(widths, data):
    for width in widths:
        with timed():
            x = tf.placeholder(tf.float32, [None, 10])  # want: TFM203
            out = tf.layers.dense(x, width)
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                print(sess.run(out, {x: data}))
