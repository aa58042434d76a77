import tensorflow as tf


def trace(function):
    return tf.function(function)
