"""A neighbour: ``import tensorflow`` is absolute, the relative import names the neighbour."""
import tensorflow as tf

from .tensorflow import network


def widths(x):
    for width in (8, 16, 32):
        model = network(width)  # want: TFM103
        print(width, float(tf.reduce_mean(model(x))))


def depths(x):
    for depth in (1, 2, 3):
        model = tf.keras.Sequential([tf.keras.layers.Dense(8) for _ in range(depth)])  # want: TFM103
        print(depth, float(tf.reduce_mean(model(x))))
