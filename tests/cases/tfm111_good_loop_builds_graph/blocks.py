"""Names no TensorFlow 1 function itself: its callers build a graph."""

import tensorflow as tf


def head(features, width):
    flat = tf.reduce_mean(features, [1, 2])
    return tf.keras.layers.Dense(width)(flat)


def stem(features):
    padded = tf.identity(features)
    return tf.keras.layers.Conv2D(8, 3)(padded)
