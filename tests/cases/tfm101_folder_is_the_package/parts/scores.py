"""What is minimised; half of it is only asked for in a trace of another module."""

import tensorflow as tf


class Scorer:
    def __init__(self):
        self.heads = [tf.keras.Sequential([tf.keras.layers.Dense(1)]) for _ in range(2)]
        self.trunk = tf.keras.Sequential([tf.keras.layers.Dense(16)])

    def _headed(self, head, rows):
        return head(self.trunk(rows))

    def scores(self, rows):
        return tf.add_n([self._headed(head, rows) for head in self.heads])

    def checked(self, rows):
        return self.trunk(rows)  # want: TFM101


def penalty(scorer, rows):
    return tf.reduce_mean(tf.square(scorer.scores(rows)))
