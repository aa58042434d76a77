"""Parts of a network that a layer puts together while it is traced."""

import numpy as np
import tensorflow as tf


class Part:
    def step(self, state):
        return tf.numpy_function(np.sort, [state], tf.float32)


class Chain:
    def __init__(self, parts: list[Part]):
        self.parts = parts

    def steps(self, state):
        for part in self.parts:
            state = part.step(state)
        return state


class Network(tf.keras.layers.Layer):
    def __init__(self, parts: list[Part]):
        super().__init__()
        self.chain = Chain(parts)

    def call(self, inputs):
        return self.chain.steps(inputs)


def sorted_rows(rows):
    return [tf.numpy_function(np.sort, [row], tf.float32) for row in rows]  # want: TFM308
