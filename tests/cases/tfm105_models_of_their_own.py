"""compile() on a model of the same round, and on one that was there before."""
import re

from tensorflow import keras


def build(width, rate):
    net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])
    net.compile(keras.optimizers.Adam(rate), "mse")
    return net


class Trial:
    def __init__(self, width):
        self.net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])

    def prepare(self, rate):
        self.net.compile(keras.optimizers.Adam(rate), "mse")

    def again(self, x, y, rates):
        for rate in rates:
            self.net.compile(keras.optimizers.Adam(rate), "mse")  # want: TFM105
            self.net.fit(x, y, batch_size=64)  # want: TFM110


def sweep(x, y, widths):
    for width in widths:
        keras.backend.clear_session()
        yield build(width, 1e-3).count_params()
        trial = Trial(width)
        trial.prepare(1e-3)
        print(trial.net.count_params())


def patterns(words):
    for word in words:
        yield re.compile(word)


def warm_restarts(net: keras.Model, x, y):
    compiled = False
    for _ in range(10):
        if not compiled:
            net.compile("adam", "mse")
            compiled = True
        net.train_on_batch(x, y)


def fine_tune(x, y):
    net = keras.applications.MobileNetV2()
    for rate in (1e-3, 1e-4, 1e-5):
        net.compile(keras.optimizers.Adam(rate), "mse")  # want: TFM105
        net.fit(x, y)
