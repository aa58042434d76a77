"""Variables of layers, found again under a scope that a caller opens."""

import tensorflow.compat.v1 as tf


def norm(x, scope):
    with tf.variable_scope(scope):
        gain = tf.get_variable("gain", (4,))
        return x * gain


def network(x):
    with tf.variable_scope("network", reuse=tf.AUTO_REUSE):
        return norm(norm(x, "first"), "second")
