"""evaluate() without targets takes them from the data: those are whole sets, whoever made them."""
import tensorflow as tf


def report(net: tf.keras.Model, parts: dict):
    return {name: net.evaluate(part, verbose=0) for name, part in parts.items()}


def drift(net: tf.keras.Model, days):
    for rows, targets in days:
        yield net.evaluate(rows, targets, verbose=0)  # want: TFM102
