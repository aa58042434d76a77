"""Layers by number, small counts from every caller, tensors as counts, and untraced loops."""
import tensorflow as tf


class Stack(tf.keras.Model):
    def __init__(self, depth):
        super().__init__()
        self.depth = depth
        self.cells = [tf.keras.layers.Dense(8) for _ in range(depth)]

    def call(self, x):
        for i in range(self.depth):
            x = self.cells[i](x)
        for i in range(len(self.cells)):
            x = x + tf.cast(i, tf.float32)
        for name in ("a", "b"):
            x = tf.identity(x, name=name)
        return x


def _smooth(x, times):
    for _ in range(times):
        x = tf.nn.relu(x)
    return x


@tf.function
def twice(x):
    return _smooth(x, 2) + _smooth(x, 5)


@tf.function
def counted(x, n):
    for _ in range(n):
        x = tf.sin(x)
    return x


def use(x):
    return counted(x, tf.constant(100))


@tf.function
def names(x):
    labels = []
    for i in range(1000):
        labels.append(str(i))
    return x


def eager(x, steps):
    for _ in range(steps):
        x = twice(x)
    return x
