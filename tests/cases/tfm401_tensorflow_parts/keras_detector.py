"""A detector of Keras."""

import tensorflow as tf


class KerasDetector:
    framework = "tensorflow"

    def __init__(self):
        self.model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(2)])

    def gradient(self, rows):
        with tf.GradientTape() as tape:
            tape.watch(rows)
            loss = tf.reduce_sum(self.model(rows))  # want: TFM101
        return tape.gradient(loss, rows)
