"""Builders of parts, members with their models, and guarded creation."""
import tensorflow as tf


def parameters(sizes):
    weights = []
    for size in sizes:
        weights.append(tf.Variable(tf.zeros((size,))))
    return weights


class Block(tf.keras.layers.Layer):
    def __init__(self, depth):
        super().__init__()
        self.parts = []
        for _ in range(depth):
            self.parts.append(tf.keras.layers.Dense(4))


class Meters:
    def __init__(self):
        self.known = {}

    def update(self, name, value):
        if name not in self.known:
            self.known[name] = tf.keras.metrics.Mean()
        self.known[name].update_state(value)

    def run(self, stream):
        for name, value in stream:
            self.update(name, value)


def latest(values):
    state = None
    for value in values:
        state = tf.Variable(value)
        state.assign_add(1.0)
    return state
