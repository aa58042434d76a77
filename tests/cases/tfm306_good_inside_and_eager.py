"""Containers of the trace, attributes that stay in it, Python values, and eager code."""
import tensorflow as tf


class Encoder(tf.keras.layers.Layer):
    def __init__(self, depth):
        super().__init__()
        self.depth = depth
        self.scale = tf.Variable(1.0)

    def build(self, shape):
        self.width = shape[-1]
        self.table = tf.range(self.depth)

    def call(self, x):
        self._mixed = tf.nn.relu(x)
        levels = {"input": x}
        self.collect(levels, x)
        return self.finish() + tf.add_n(list(levels.values()))

    def collect(self, levels, x):
        for level in range(3):
            levels[level] = x * float(level)

    def finish(self):
        return self._mixed * 2.0


@tf.function
def nested(x):
    parts = []

    def note(value):
        parts.append(value)

    note(x * 2.0)
    return parts[0]


class Eager:
    def __init__(self):
        self.latest = None

    def step(self, x):
        self.latest = nested(x)
        return self.latest
