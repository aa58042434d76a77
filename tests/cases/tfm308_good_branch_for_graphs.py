"""The branch for graphs does not run in eager loops."""

import tensorflow as tf


def slope(measure, rows):
    if tf.executing_eagerly():
        return tf.constant(measure(rows))
    return tf.zeros(())


def curve(measure, rows):
    if not tf.executing_eagerly():
        found = tf.numpy_function(measure, [rows], tf.float64)
    else:
        found = tf.constant(measure(rows))
    return found


def wrapped(measure, rows):
    return tf.numpy_function(lambda values: measure(values), [rows], tf.float64)  # want: TFM308


def descend(measure, batches):
    for rows in batches:
        print(slope(measure, rows), curve(measure, rows), wrapped(measure, rows))
