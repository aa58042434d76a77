"""An operation gives a list with one result for each thing that it computes: items of lists can be replaced."""

import tensorflow as tf


@tf.function
def running(step, signals, starts, length):
    found = tf.scan(step, signals, initializer=starts)
    for number in range(len(found)):
        found[number] = tf.pad(found[number], [[0, length]])
    return found


@tf.function
def smooth(signal: tf.Tensor):
    state = tf.zeros_like(signal[0])
    for number in range(len(signal)):  # want: TFM307
        state = 0.5 * state + signal[number] * signal[number]
    return state
