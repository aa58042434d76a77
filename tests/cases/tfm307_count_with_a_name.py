"""Counts of a shape that have a name: rows of a batch, letters of a word, colours of a picture."""

import tensorflow as tf


class Letters(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.cell = tf.keras.layers.GRUCell(8)

    def call(self, words):
        length = words.shape[1]
        state = tf.zeros([tf.shape(words)[0], 8])
        for place in range(length):  # want: TFM307
            _, state = self.cell(words[:, place], state)
        return state


@tf.function
def colours(picture):
    count = picture.shape[-1]
    found = []
    for colour in range(count):
        found.append(tf.reduce_max(picture[..., colour]))
    return tf.stack(found)


@tf.function
def counted(rows):
    count = tf.shape(rows)[0]
    total = 0.0
    for row in tf.range(count):
        total += tf.reduce_sum(rows[row])
    return total
