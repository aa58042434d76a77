"""Tensors that are known by what is done with them."""
import tensorflow as tf


class Encoder(tf.keras.layers.Layer):
    def __init__(self, blocks):
        super().__init__()
        self.blocks = blocks
        self.hidden = []
        self.names = []

    def call(self, x):
        for block in self.blocks:
            x = block(x)
            self.hidden.append(x)  # want: TFM306
            self.names.append(block)
        return x


def make_step(net: tf.keras.Model, optimizer, loss_fn, describe):
    debug = {}

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_fn(y, net(x))
        note = describe(y, x)
        debug["loss"] = loss  # want: TFM306
        debug["note"] = note
        gradients = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(gradients, net.trainable_variables))
        return loss

    return step, debug
