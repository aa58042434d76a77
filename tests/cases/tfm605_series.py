"""Series of numbers whose count stands there."""
import numpy as np
import tensorflow as tf

GRID = np.linspace(-1.0, 1.0, 5_000_000)
SHORT = np.linspace(-1.0, 1.0, num=500)
NUMBERS = np.arange(4_000_000)
UNIT = np.eye(3000)
SPAN = np.arange(0.0, 1.0, 0.1)


@tf.function
def on_grid(scale):
    return tf.reduce_sum(tf.sin(scale * GRID))  # want: TFM605


@tf.function
def shifted(x):
    found = tf.gather(NUMBERS, x)  # want: TFM605
    return found + tf.reduce_sum(SHORT) + tf.reduce_sum(SPAN)


@tf.function
def ridge(matrix):
    return tf.linalg.inv(matrix + UNIT)  # want: TFM605


def eager(scale):
    return tf.reduce_sum(tf.cos(scale * GRID))
