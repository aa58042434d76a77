"""A functional backbone as a class: its constructor puts blocks, which are models themselves, one on the other."""

import tensorflow as tf
from helpers import upsampled


class Block(tf.keras.Model):
    def __init__(self, width):
        super().__init__()
        self.dense = tf.keras.layers.Dense(width)

    def call(self, rows):
        return self.dense(rows)


class Backbone(tf.keras.Model):
    def __init__(self, widths, repeats):
        inputs = tf.keras.Input((8,))
        x = inputs
        for width, count in zip(widths, repeats):
            x = upsampled(x)
            for _ in range(count):
                x = Block(width)(x)
        super().__init__(inputs=inputs, outputs=x)


def models(widths, repeats):
    return Backbone(widths, repeats)
