"""Large arrays that no graph copies, and small ones that one may."""

import numpy as np
import tensorflow as tf

SAMPLES = np.random.normal(0.0, 1.0, (100_000, 64)).astype("float32")
MEANS = SAMPLES.mean(axis=0)
RAMP = np.linspace(0.0, 1.0, 4096)


class Bank(tf.keras.layers.Layer):
    def __init__(self, rows: int):
        super().__init__()
        self.start = np.random.rand(100_000, 64)
        self.rows = rows

    def build(self, shape):
        self.kernel = tf.Variable(tf.constant(self.start, tf.float32))

    def call(self, inputs):
        return tf.gather(self.kernel, inputs) - MEANS


@tf.function
def distances(samples, centre):
    return tf.norm(samples - centre, axis=-1) + RAMP[0]


def nearest(centre):
    return tf.argmin(distances(SAMPLES, centre))


def batches():
    return tf.data.Dataset.from_tensor_slices(SAMPLES).shuffle(1000).batch(64)


def eager_sum():
    return tf.reduce_sum(SAMPLES)


@tf.function
def sampled(index):
    return tf.numpy_function(lambda row: SAMPLES[row], [index], tf.float32)
