"""Models that are made in a loop as parts: inside wrapping layers, or of the object under construction."""

import tensorflow as tf
from tensorflow import keras


class Residual(keras.layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, x):
        return x + self.inner(x)


def encoder(depth):
    ends = keras.Input((8,))
    x = ends
    for _ in range(depth):
        x = Residual(keras.Sequential([keras.layers.LayerNormalization(), keras.layers.Dense(8)]))(x)
    return keras.Model(ends, x)


class Game:
    def __init__(self, players):
        self.critics = []
        for _ in range(players):
            critic = self.make_critic()
            self.critics.append(critic)

    def make_critic(self):
        return keras.Sequential([keras.layers.Dense(1)])

    def scale(self, value):
        return tf.cast(value, tf.float32)
