"""Counts that objects are made with: their own defaults, and what the program gives them."""

import tensorflow as tf


class Reservoir(tf.keras.layers.Layer):
    def __init__(self, washout=500, cells=4):
        super().__init__()
        self.washout = washout
        self.cells = cells

    def call(self, state):
        for _ in range(self.washout):  # want: TFM307
            state = tf.tanh(state)
        for _ in range(self.cells):
            state = 0.5 * (state + tf.roll(state, 1, 0))
        return state


class Diffusion(tf.keras.layers.Layer):
    def __init__(self, rounds=500):
        super().__init__()
        self.rounds = rounds

    def call(self, state):
        for _ in range(self.rounds):
            state = 0.5 * (state + tf.roll(state, 1, 0))
        return state


class Given(tf.keras.layers.Layer):
    def __init__(self, rounds):
        super().__init__()
        self.rounds = rounds

    def call(self, state):
        for _ in range(self.rounds):
            state = 0.5 * (state + tf.roll(state, 1, 0))
        return state


def network(settings):
    return tf.keras.Sequential([Reservoir(), Diffusion(3), Given(settings.rounds)])
