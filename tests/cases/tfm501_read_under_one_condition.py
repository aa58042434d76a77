"""What is read under a condition has become an array under the same one, unless its variables changed meanwhile."""
import numpy as np
import tensorflow as tf


def plain(reader: tf.keras.Model, pages, deep):
    kept = []
    for page in pages:
        first = reader(page, training=False)  # want: TFM101
        if deep is not None:
            first = np.reshape(first.numpy(), (len(page), -1)).astype(np.float32)
        for place in range(len(page)):
            if deep is not None:
                kept.append(first[place])
    return np.stack(kept)


def never(reader: tf.keras.Model, pages, deep):
    kept = []
    for page in pages:
        first = reader(page, training=False)  # want: TFM101
        for place in range(len(page)):
            if deep is not None:
                kept.append(first[place])  # want: TFM501
    return [float(np.max(row)) for row in kept]


def in_turn(reader: tf.keras.Model, pages, deep):
    kept = []
    for page in pages:
        first = reader(page, training=False)  # want: TFM101
        if deep is not None:
            first = np.reshape(first.numpy(), (len(page), -1)).astype(np.float32)
        deep = None if deep else page
        for place in range(len(page)):
            if deep is not None:
                kept.append(first[place])  # want: TFM501
    return [float(np.max(row)) for row in kept]
