"""Loops over the length of a parameter that is visibly a tensor, and of lists that may hold weights."""
import tensorflow as tf


@tf.function
def smooth(signal, alpha):
    state = tf.zeros_like(signal[0])
    scale = tf.cast(signal.shape[-1], tf.float32)
    for i in range(len(signal)):  # want: TFM307
        state = alpha * state + (1.0 - alpha) * signal[i] / scale
    return state


@tf.function
def total(signal: tf.Tensor):
    found = tf.constant(0.0)
    for i in range(len(signal)):  # want: TFM307
        found += signal[i] * signal[i]
    return found


@tf.function
def chain(weights, x):
    for i in range(len(weights)):
        x = tf.matmul(x, weights[i])
    return x


@tf.function
def multi_scale(outputs, targets):
    loss = 0.0
    for i in range(len(outputs)):
        loss += tf.reduce_mean(tf.abs(outputs[i] - targets[i]))
    return loss
