"""What an operation makes of a symbolic tensor is symbolic as well: one model is built here."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def pyramid(levels):
    return {str(level): keras.Input((32, 32, 8)) for level in range(levels)}


class Decoder(keras.Model):
    def __init__(self, specs, depth, **kwargs):
        inputs = self._inputs(specs, depth)
        x = inputs[str(depth)]
        for level in range(depth - 1, 0, -1):
            x = layers.Conv2DTranspose(8, 2, strides=2)(x)
            x = tf.concat([x, tf.cast(inputs[str(level)], x.dtype)], axis=-1)
            x = layers.Conv2D(8, 3)(tf.nn.relu(x))
        super().__init__(inputs=inputs, outputs=x, **kwargs)

    def _inputs(self, specs, depth):
        inputs = {}
        for level in range(depth + 1):
            inputs[str(level)] = keras.Input(specs[level][1:])
        return inputs


def stacked(depth):
    sources = pyramid(depth)
    total = sources["0"]
    for level in range(depth):
        total = tf.identity(tf.add(total, sources[str(level)]))
        total = layers.Conv2D(8, 3, padding="same")(total)
    return keras.Model(sources, total)
