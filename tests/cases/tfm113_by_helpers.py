"""Trained in helpers, cleared or not, eager or traced."""
import gc

import tensorflow as tf
from tensorflow import keras


def build(width):
    net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])
    net.compile("adam", "mse")
    return net


def train(net, x, y):
    net.fit(x, y, batch_size=64, epochs=5)
    return net.evaluate(x, y)


def search(x, y, widths):
    best = None
    for width in widths:
        net = build(width)  # want: TFM113
        best = max(best or 0.0, train(net, x, y))
        del net
        keras.backend.clear_session()
        gc.collect()
    return best


def shapes(widths):
    for width in widths:
        keras.backend.clear_session()
        print(build(width).count_params())


def adapt(paths, x, y):
    for path in paths:
        keras.backend.clear_session()
        net = keras.models.load_model(path)  # want: TFM113
        train(net, x, y)


def not_cleared(x, y, widths):
    for width in widths:
        train(build(width), x, y)  # want: TFM103
