"""Each block of a network has a gradient of its own; so has each step of a loop that is unrolled."""
import tensorflow as tf


def softened(x, rate):
    @tf.custom_gradient
    def soften(value):
        def grad(dy):
            return dy * rate

        return value, grad

    return soften(x)


def sharpened(x, rate):
    @tf.custom_gradient  # want: TFM308
    def sharpen(value):
        def grad(dy):
            return dy / rate

        return value, grad

    return sharpen(x)


class Block(tf.keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.dense = tf.keras.layers.Dense(width)

    def call(self, inputs):
        return self.dense(inputs)


class Tower(tf.keras.Model):
    def __init__(self, widths):
        super().__init__()
        self.blocks = [Block(width) for width in widths]

    def call(self, inputs, training=None):
        x = inputs
        for block in self.blocks:
            x = softened(block(x), block.width)
        return x


class Refined(tf.keras.Model):
    def call(self, inputs, training=None):
        x = inputs
        for step in range(40):
            x = sharpened(x, 2.0 + step)
        return x
