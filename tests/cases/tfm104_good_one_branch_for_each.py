"""Branches that one value each of a list takes, and a list that may have a single entry."""

import tensorflow as tf

OLD = tf.__version__.startswith("1.")


def both(compare):
    for small in [True, False]:
        if small:
            path = "small.h5"
            network = tf.keras.models.load_model("small.h5")
        else:
            path = "large.h5"
            network = tf.keras.models.load_model("large.h5")
        compare(path, network.output_shape)


def each(compare):
    axes = [1, -1] if OLD else [-1]
    for axis in axes:
        network = tf.keras.Sequential([tf.keras.layers.BatchNormalization(axis=axis)])
        compare(axis, network)


def every(compare):
    for axis in [1, 2, -1] if OLD else [1, -1]:
        network = tf.keras.Sequential([tf.keras.layers.BatchNormalization(axis=axis)])  # want: TFM103
        compare(axis, network)


def often(compare):
    for small in [True, False, True]:
        if small:
            network = tf.keras.models.load_model("small.h5")  # want: TFM104
            compare("small.h5", network.output_shape)
