"""Functions whose name is given to their own trace, beside one that is never traced."""

import tensorflow as tf


class World(tf.keras.Model):
    def __init__(self, steps):
        super().__init__()
        self.steps = steps
        self.cell = tf.keras.Sequential([tf.keras.layers.Dense(4)])
        self.imagine = tf.function(input_signature=[tf.TensorSpec([None, 4])])(self.imagine)

    def imagine(self, x):
        found = []
        for _ in range(self.steps):
            x = self.cell(x)
            found.append(x)
        return tf.stack(found)

    def replay(self, x):
        for _ in range(self.steps):
            x = self.cell(x)  # want: TFM101
        return x


def descend(net, x):
    for _ in range(50):
        x = net(x)
    return x


descend = tf.function(descend)


def main(rows):
    world = World(8)
    for row in rows:
        world.imagine(row)
        world.replay(row)
        descend(world.cell, row)
