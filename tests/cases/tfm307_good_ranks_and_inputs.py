"""The rank of a tensor is small, and helpers of a constructor run before any trace."""

import tensorflow as tf
from tensorflow import keras


class Masked(keras.layers.Layer):
    def call(self, scores, mask=None):
        if mask is not None:
            for _ in range(len(scores.shape) - len(mask.shape)):
                mask = tf.expand_dims(mask, axis=1)
            scores += (1.0 - mask) * -1e9
        return tf.nn.softmax(scores)


class Fused(keras.Model):
    def __init__(self, low, high, **kwargs):
        inputs = self._inputs(low, high)
        super().__init__(inputs=inputs, outputs=tf.add_n(list(inputs.values())), **kwargs)

    def _inputs(self, low, high):
        inputs = {}
        for level in range(low, high + 1):
            inputs[str(level)] = keras.Input((8, 8, 4))
        return inputs
