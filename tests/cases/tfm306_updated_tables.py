"""Dictionaries that several entries are put into at once."""
from collections import OrderedDict

import tensorflow as tf

NOTES = dict()


@tf.function
def noted(x, y):
    error = tf.reduce_mean(tf.square(x - y))
    NOTES.update({"error": error, "rows": 3})  # want: TFM306
    found = {}
    found.update(error=error, largest=tf.reduce_max(x))
    return found


class Watched(tf.keras.Model):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.maps = OrderedDict()
        self.error = tf.keras.metrics.Mean()
        self.settings = {}

    def call(self, x):
        out = self.inner(x)
        self.maps.update(inside=x, outside=out)  # want: TFM306
        self.settings.update(kind="plain", units=8)
        return out

    def train_step(self, data):
        loss = self.compute_loss(data)
        self.error.update(loss)
        return {"loss": loss}


def kept(net: tf.keras.Model, batches):
    rows, last = {}, {}
    for number, x in enumerate(batches):
        out = net(x, training=False)  # want: TFM101
        rows.update({number: out})  # want: TFM501
        last.update(out=out, number=number)
    return rows, last


def numbers(net: tf.keras.Model, batches):
    rows = {}
    for number, x in enumerate(batches):
        rows.update({number: net.test_on_batch(x, x)})
    return rows
