"""Functions that predict all rows of what they are given, called once for each recording, volume or epoch."""

import numpy as np
import tensorflow as tf
from numpy.lib.stride_tricks import sliding_window_view


def heard(net: tf.keras.Model, sound):
    windows = sliding_window_view(sound, 512)
    frames = windows.transpose().copy()
    frames -= frames.mean()
    return net.predict(frames, verbose=0)


def segmented(net: tf.keras.Model, volume, size):
    blocks = np.stack(volume.blocks(size))
    count = blocks.shape[0]
    return net.predict(blocks, batch_size=1, verbose=0).reshape(count, -1)


def rated(net: tf.keras.Model, row):
    return net.predict(row, verbose=0)  # want: TFM102


class Searching(tf.keras.Model):
    def find(self, queries, count):
        return self.predict(queries)[:count]


class Watch(tf.keras.callbacks.Callback):
    def __init__(self, searching: Searching, queries):
        super().__init__()
        self.searching = searching
        self.queries = queries

    def on_epoch_end(self, epoch, logs=None):
        print(self.searching.find(self.queries, 10))


def run(sounds, volumes, rows):
    net = tf.keras.models.load_model("net.keras")
    for sound in sounds:
        print(heard(net, sound))
    for volume in volumes:
        print(segmented(net, volume, 32))
    for row in rows:
        count = row.shape[0]
        print(rated(net, row), net.predict(row, verbose=0)[:count])  # want: TFM102
