"""Functions that other modules get with their first arguments filled in."""
from functools import partial

import keras
import tensorflow as tf


def between(encoder: keras.Model, anchor, other):
    return tf.norm(encoder(other) - anchor)  # want: TFM101


def to_origin(encoder: keras.Model, other):
    return tf.norm(encoder(other, training=False))


def to(encoder, anchor):
    return partial(between, encoder, anchor)


def size_by(encoder):
    measure = partial(to_origin, encoder)
    return measure


class Meter:
    def __init__(self, path):
        self.net = keras.models.load_model(path)

    def _width(self, row):
        return float(self.net(row)[0, 0])  # want: TFM101

    def reader(self, wide):
        if wide:
            return self._width
        return float
