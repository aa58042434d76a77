"""Loops over all pairs of what two lists hold: kinds of networks, or networks, beside numbers."""
from itertools import product

import tensorflow as tf


def narrow(outputs):
    return tf.keras.Sequential([tf.keras.layers.Dense(outputs)])


class Deep:
    def __init__(self, outputs):
        self.outputs = outputs

    def assemble(self):
        return tf.keras.Sequential([tf.keras.layers.Dense(512), tf.keras.layers.Dense(self.outputs)])


class Recurrent(Deep):
    def assemble(self):
        return tf.keras.Sequential([tf.keras.layers.LSTM(64), tf.keras.layers.Dense(self.outputs)])


def count(functions, sizes):
    for build, size in product((narrow,), sizes):
        print(build(size).count_params())  # want: TFM103
    for kind, size in product((Deep, Recurrent), sizes):
        net = kind(size).assemble()  # want: TFM103
        print(net.count_params())
    for function, size in product(functions, sizes):
        print(function(size).count_params())


def committee(folder, names, holdouts):
    nets = [tf.keras.models.load_model(folder / name) for name in names]
    for net, holdout in product(nets, holdouts):
        print(net.name, net.evaluate(holdout, verbose=0))


@tf.function
def scale(rows, factor):
    return rows * factor


def scaled(rows):
    for row, factor in product(rows, range(500)):
        print(float(scale(row, factor)))  # want: TFM302
    for row, factor in product(rows, (1.0, 2.0, 4.0)):
        print(float(scale(row, factor)))
