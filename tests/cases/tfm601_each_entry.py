"""A pipeline for each size that a table names, and parsers of their own."""

import tensorflow as tf


def parser(side):
    @tf.function  # want: TFM301
    def parse(text):
        return tf.io.decode_raw(text, tf.uint8, fixed_length=side * side)

    return parse


def pictures(pattern, side):
    files = tf.data.Dataset.list_files(pattern)  # want: TFM601
    return files.interleave(tf.data.TFRecordDataset).map(parser(side)).batch(8)


def grow(net: tf.keras.Model, stages):
    for side, stage in stages.items():
        rows = pictures(stage["pattern"], side)
        net.fit(rows, epochs=stage["epochs"])


def again(net: tf.keras.Model, pattern, epochs):
    for epoch in range(epochs):
        net.fit(pictures(pattern, 32), initial_epoch=epoch, epochs=epoch + 1)


class Rows:
    def __init__(self, pattern):
        self.rows = tf.data.Dataset.list_files(pattern)

    def change(self, how):
        self.rows = self.rows.map(lambda row: how(row))

    def change_all(self, hows):
        for how in hows:
            self.change(how)


def passes(rows: Rows, hows):
    rows.change_all(hows)
    return list(rows.rows)


class Passes:
    def __init__(self, pattern):
        self.rows = tf.data.Dataset.list_files(pattern)

    def again(self):
        self.rows = self.rows.map(lambda row: tf.strings.lower(row))  # want: TFM601
        return len(list(self.rows))

    def all(self, count):
        for _ in range(count):
            self.again()
