"""Factories whose pipelines do not belong to what they are handed out with, or are not handed out with it."""

import tensorflow as tf


class Scaling:
    def __init__(self, rate):
        self.rate = rate

    def __call__(self, row):
        return tf.cast(row, tf.float32) * self.rate


def rows_and_data(path):
    rows = [int(line) for line in open(path)]
    data = tf.data.Dataset.range(9).map(lambda place: tf.gather(rows, place))  # want: TFM601
    return rows, data


def scaled(rate, rows):
    scaling = Scaling(rate)
    data = tf.data.Dataset.from_tensor_slices(rows).map(lambda row: scaling(row))  # want: TFM601
    return data


def shared(scaling: Scaling, rows):
    data = tf.data.Dataset.from_tensor_slices(rows).map(lambda row: scaling(row))  # want: TFM601
    return scaling, data


def main(paths, rows, scaling: Scaling):
    for path in paths:
        few, data = rows_and_data(path)
        print(len(few), [int(place) for place in data])
        for value in scaled(0.5, rows):
            print(value)
        _, data = shared(scaling, rows)
        for value in data:
            print(value)
