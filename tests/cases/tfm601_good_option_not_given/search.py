"""A search that builds a pipeline for the rows to check with, where a caller gives any."""

import tensorflow as tf


class Search:
    def __init__(self, width):
        self.net = tf.keras.Sequential([tf.keras.Input((width,)), tf.keras.layers.Dense(1)])
        self.net.compile("sgd", "mse")

    def fit(self, rows, checks=None):
        rows, checks = self.prepared(rows, checks)
        self.net.fit(rows, validation_data=checks, epochs=5)

    def prepared(self, rows, checks):
        if checks is not None:
            checks = tf.data.Dataset.from_tensor_slices(checks).map(lambda x, y: (x / 255.0, y)).batch(32)
        return rows.batch(32), checks


class ScaledSearch(Search):
    def fit(self, rows, checks=None):
        if checks is not None:
            checks = (checks[0] / 2.0, checks[1])
        return super().fit(rows, checks)
