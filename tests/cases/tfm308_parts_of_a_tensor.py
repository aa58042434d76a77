"""Host functions for the parts of one tensor, which callers may trace; and for what an eager loop goes over."""

import numpy as np
import tensorflow as tf


def _ranked(row):
    return np.argsort(row).astype("float32")


def ranks(rows):
    parts = []
    for row in tf.unstack(rows):
        parts.append(tf.numpy_function(_ranked, [row], tf.float32))
    return tf.stack(parts)


def joined_ranks(rows):
    return tf.concat([tf.py_function(_ranked, [rows[n]], tf.float32) for n in range(rows.shape[0])], axis=0)


def ranks_of_batches(batches):
    best = []
    for rows in batches:
        ranked = tf.py_function(_ranked, [rows], tf.float32)  # want: TFM308
        best.append(float(ranked[0]))
    return best


def shifted(rows, offset):
    parts = []
    for row in tf.unstack(rows):
        parts.append(tf.py_function(lambda values: values.numpy() + offset, [row], tf.float32))  # want: TFM308
    return tf.stack(parts)


def shift_all(batches):
    total = 0.0
    for number, rows in enumerate(batches):
        total += float(tf.reduce_sum(shifted(rows, number)))
    return total
