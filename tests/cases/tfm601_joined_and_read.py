"""A pipeline that gets one more part in each round, and is read from the start in each."""

import tensorflow as tf


def growing(data: tf.data.Dataset, names, step):
    for name in names:
        data = data.concatenate(tf.data.TextLineDataset(name).map(tf.strings.length))  # want: TFM601
        for length in data:
            step(length)


def apart(names, step):
    for name in names:
        lengths = tf.data.TextLineDataset(name).map(tf.strings.length)  # want: TFM601
        for length in lengths:
            step(length)
