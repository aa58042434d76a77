"""Elements of parameters in arithmetic, arrays side by side, and layers."""
import numpy as np
import tensorflow as tf

RATES = np.linspace(0.0, 1.0, 300)
WIDTHS = np.ones(300)


@tf.function
def discounted(rewards, steps):
    value = tf.zeros(())
    for t in reversed(range(steps)):  # want: TFM307
        value = rewards[t] + 0.99 * value
    return value


@tf.function
def planned(state, plan, move):
    total = tf.constant(0.0)
    for t in range(256):  # want: TFM307
        state = move(state, plan[t])
        total += tf.reduce_sum(state)
    return total


@tf.function
def mixture(x):
    total = tf.zeros_like(x)
    for rate, width in zip(RATES, WIDTHS):  # want: TFM307
        total += tf.exp(-tf.square((x - rate) / width))
    return total


class Deep(tf.keras.Model):
    def __init__(self, blocks):
        super().__init__()
        self.blocks = blocks

    def call(self, x):
        for block, rate in zip(self.blocks, RATES):
            x = block(x) * rate
        for number in range(96):
            x = self.blocks[number](x)
            x = self.blocks[number].norm(x)
        return x


@tf.function
def multi_scale(outputs, targets, scales):
    loss = tf.constant(0.0)
    for k in range(scales):
        loss += tf.reduce_mean(tf.abs(outputs[k] - targets[k]))
    return loss
