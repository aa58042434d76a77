"""Generators that build: what is yielded is used up in its round, or gathered."""
import tensorflow as tf


def candidates(widths):
    for width in widths:
        yield tf.keras.Sequential([tf.keras.layers.Dense(width)])  # want: TFM103


def report(x, widths):
    for net in candidates(widths):
        print(net.name, net.predict_on_batch(x).mean())


def members(widths):
    for width in widths:
        yield tf.keras.Sequential([tf.keras.layers.Dense(width)])


def ensemble(x, widths):
    nets = list(members(widths))
    return sum(net.predict_on_batch(x) for net in nets)
