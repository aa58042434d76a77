"""Tensors put into the lists of a table that outlives the trace, and of one that does not."""

import tensorflow as tf

SEEN = {}


class Probed(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.seen = {}

    def call(self, x):
        self.seen.setdefault("mean", []).append(tf.reduce_mean(x))  # want: TFM306
        parts = {}
        parts.setdefault("sum", []).append(tf.reduce_sum(x))
        return x + tf.add_n(parts["sum"])


@tf.function
def noted(x):
    SEEN.setdefault("sums", []).append(tf.reduce_sum(x))  # want: TFM306
    SEEN.setdefault("names", []).append("x")
    return x


def in_eager_code(x):
    SEEN.setdefault("shapes", []).append(tuple(x.shape))
    return noted(x)
