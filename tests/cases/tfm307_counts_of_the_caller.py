"""Counts that the caller chooses, lengths of data, and helpers of traced code."""
import numpy as np
import tensorflow as tf

POINTS = np.linspace(0.0, 1.0, 500)


@tf.function
def rollout(state, horizon):
    for _ in range(horizon):  # want: TFM307
        state = tf.tanh(state)
    return state


def _accumulate(x):
    total = tf.zeros(())
    for i in range(2, 200):  # want: TFM307
        total = total + x / float(i)
    return total


class Series(tf.keras.layers.Layer):
    def call(self, x):
        return _accumulate(tf.reduce_sum(x))


@tf.function
def integral(weights):
    total = 0.0
    for point in POINTS:  # want: TFM307
        total += tf.exp(-weights * point)
    return total


@tf.function
def shifted(frames, window):
    out = tf.zeros_like(window)
    for i in range(len(frames)):  # want: TFM307
        out = out + tf.roll(window, i, 0)
    return out


class Walk:
    STEPS = 256
    NEIGHBOURS = 4

    @tf.function
    def run(self, x):
        for _ in range(self.STEPS):  # want: TFM307
            x = tf.tanh(x)
        for _ in range(self.NEIGHBOURS):
            x = tf.sin(x)
        return x


@tf.function
def denoise(x, betas, layers):
    for t in reversed(range(1000)):  # want: TFM307
        x = x - betas[t] * tf.random.normal(tf.shape(x))
    for number in range(80):
        x = layers[number](x)
    return x
