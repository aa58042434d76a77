"""Callers choose by different flags whether rows are shuffled and whether they are kept."""
import tensorflow as tf


def batches(rows, shuffle=False, keep=None):
    data = tf.data.Dataset.from_tensor_slices(rows)
    if keep == "rows":
        data = data.cache()
    if shuffle:
        data = data.shuffle(100)
    data = data.batch(8)
    if keep == "batches":
        data = data.cache()
    return data


def kept(rows, shuffle=False):
    data = tf.data.Dataset.from_tensor_slices(rows)
    if shuffle:
        data = data.shuffle(100)
    return data.batch(8).cache()  # want: TFM603


def kept_on_demand(rows, keep=False):
    data = tf.data.Dataset.from_tensor_slices(rows).shuffle(100)
    if keep:
        data = data.cache()  # want: TFM603
    return data
