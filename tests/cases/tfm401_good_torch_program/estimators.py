"""A library for several frameworks."""

import tensorflow as tf


def one_hot(labels, count):
    return tf.one_hot(tf.constant(labels), count).numpy()
