"""An entry that is lent to the body of a loop in the graph and put back after it, and one that is not."""

import tensorflow as tf


@tf.function
def scored(rows):
    return tf.reduce_mean(rows, axis=1)


def sample(features):
    return scored(features["targets"])


def infer(features, first):
    saved = features.get("targets")

    def body(recent):
        features["targets"] = tf.pad(recent, [[0, 0], [0, 1]])
        return [sample(features)]

    result = tf.while_loop(lambda x: tf.reduce_sum(x) < 9.0, body, [first])
    if saved is not None:
        features["targets"] = saved
    return result


def infer_and_keep(features, first):
    saved = features["targets"]

    def body(recent):
        features["targets"] = tf.pad(recent, [[0, 0], [0, 1]])  # want: TFM306
        features["padded"] = tf.pad(recent, [[0, 0], [1, 0]])  # want: TFM306
        return [sample(features)]

    features["targets"] = saved
    return tf.while_loop(lambda x: tf.reduce_sum(x) < 9.0, body, [first])
