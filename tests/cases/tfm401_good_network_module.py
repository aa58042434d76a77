"""A module of blocks whose main guard only prints."""

import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.inner = tf.keras.layers.Dense(width)

    def call(self, inputs):
        return tf.nn.relu(self.inner(inputs))


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(32), Block(1)]

    def call(self, inputs):
        for block in self.blocks:
            inputs = block(inputs)
        return inputs


def build(width):
    return tf.keras.Sequential([Block(width), tf.keras.layers.Dense(1)])


if __name__ == "__main__":
    print("import me")
