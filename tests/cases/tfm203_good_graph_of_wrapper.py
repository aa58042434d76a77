"""The graph of each round is made by a decorator or a context manager of the project."""
import contextlib
import functools

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def fresh_graph(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        with tf.Graph().as_default():
            return function(*args, **kwargs)

    return wrapper


@contextlib.contextmanager
def sandbox():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess


class Scratch:
    def __enter__(self):
        self.default = tf.Graph().as_default()
        self.default.__enter__()
        return self

    def __exit__(self, *exc):
        self.default.__exit__(*exc)


def network(width):
    x = tf.placeholder(tf.float32, [None, 10])
    return x, tf.layers.dense(x, width)


@fresh_graph
def experiment(width, data):
    x, out = network(width)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(out, {x: data})


def decorated(widths, data):
    return [experiment(width, data) for width in widths]


def generated(widths, data):
    for width in widths:
        with sandbox() as sess:
            x, out = network(width)
            sess.run(tf.global_variables_initializer())
            yield sess.run(out, {x: data})


def flipped(images):
    for image in images:
        with Scratch(), tf.Session() as sess:
            yield sess.run(tf.image.flip_left_right(tf.constant(image)))
