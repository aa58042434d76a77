"""Few values, values that do not change, other functions, and traced callers."""
import numpy as np
import tensorflow as tf


@tf.function
def scaled(x, factor, verbose=False):
    return x * factor


@tf.function
def twice(x):
    for i in range(3):
        x = scaled(x, i)
    return x


class Model(tf.Module):
    def __init__(self):
        self.rate = 0.1
        self.fast = tf.function(self.slow)

    def slow(self, x):
        return x

    def run(self, batches):
        for x in batches:
            x = scaled(x, self.rate)
            x = self.fast(x)
        return x


def few(x, batches):
    for number, y in enumerate(batches):
        x = scaled(x, 2.0, verbose=number == 0)
        x = scaled(x, number % 4)
    for level in range(5):
        x = scaled(x, level)
    return x


def from_numpy(x, table: np.ndarray):
    rng = np.random.default_rng(0)
    for _ in range(100):
        x = scaled(x, rng.normal())
        x = scaled(x, np.float32(0.5))
    total = tf.constant(0.0)
    for _ in range(100):
        total = total + 1.0
        x = scaled(x, total)
    return x


def unknown(x, settings):
    for setting in settings:
        x = scaled(x, setting)
    return x


def last_index(x, batches):
    for number, _ in enumerate(batches):
        pass
    return scaled(x, number)


def of_two(x, batches):
    for number, y in enumerate(batches):
        size = 1 if number % 2 else 2
        rate = 0.1
        if y is None:
            rate = 0.01
        x = scaled(scaled(x, float(size)), rate)
        x = scaled(x, (0.1, 0.5)[number % 2])
    return x
