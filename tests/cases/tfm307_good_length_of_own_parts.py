"""A loop over the parts that a layer is made of."""

import tensorflow as tf
from tensorflow import keras


class Gated(keras.layers.Layer):
    def __init__(self, activations):
        super().__init__()
        self.activations = activations
        self.dense = [keras.layers.Dense(4, name) for name in activations]

    def call(self, inputs):
        x = tf.ones_like(inputs)
        for number in range(1, len(self.activations)):
            x = x * self.dense[number](inputs)
        return x
