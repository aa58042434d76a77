"""An entry that is lent to what a pipeline traces and put back after it, and one that is not."""

import tensorflow as tf


@tf.function
def scored(rows):
    return tf.reduce_mean(rows, axis=1)


def sample(features):
    return scored(features["targets"])


def infer(features, rows: tf.data.Dataset):
    saved = features.get("targets")

    def body(recent):
        features["targets"] = tf.pad(recent, [[0, 0], [0, 1]])
        return sample(features)

    result = rows.map(body)
    if saved is not None:
        features["targets"] = saved
    return result


def infer_and_keep(features, rows: tf.data.Dataset):
    saved = features["targets"]

    def body(recent):
        features["targets"] = tf.pad(recent, [[0, 0], [0, 1]])  # want: TFM306
        features["padded"] = tf.pad(recent, [[0, 0], [1, 0]])  # want: TFM306
        return sample(features)

    features["targets"] = saved
    return rows.map(body)
