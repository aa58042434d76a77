"""An element that a condition compares is a number, and a number is no view of the array that it came from."""
import numpy as np
import tensorflow as tf


def spell(speaker: tf.keras.Model, start, stop, length):
    letters, rows = [], []
    given = tf.constant([[start]])
    for _ in range(length):
        scores = speaker(given, training=False)  # want: TFM101
        given = tf.expand_dims(tf.argmax(scores, axis=-1), 0)
        letter = given.numpy()[0][0]
        if not letter != stop:
            break
        letters.append(letter)
        row = scores.numpy()[:, :3]
        if row is not None:
            rows.append(row)  # want: TFM501
    return letters, [np.argsort(row) for row in rows]
