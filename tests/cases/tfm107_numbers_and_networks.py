"""What is kept for its numbers, and what for itself."""
import tensorflow as tf
from tensorflow import keras


def build(width):
    keras.backend.clear_session()
    net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])
    net.compile("adam", "mse")
    return net


def curves(x, y, widths):
    histories = []
    for width in widths:
        net = build(width)  # want: TFM113
        histories.append(net.fit(x, y, epochs=9))  # want: TFM107
    for number, history in enumerate(histories):
        print(number, history.history["loss"][-1])


def best(x, y, widths):
    nets = []
    for width in widths:
        net = build(width)
        net.fit(x, y, epochs=9)
        nets.append(net)
    return max(nets, key=lambda net: net.evaluate(x, y))


def returned(x, y, widths):
    histories = []
    for width in widths:
        net = build(width)  # want: TFM113
        histories.append(net.fit(x, y, epochs=9))
    return histories


def numbers(x, y, widths):
    losses = []
    for width in widths:
        net = build(width)  # want: TFM113
        losses.append(net.fit(x, y, epochs=9).history["loss"])
    return [loss[-1] for loss in losses]


def few(x, y):
    runs = [build(3).fit(x, y, epochs=9)]
    return runs[0].history["loss"]


class Sweep:
    def __init__(self):
        self.runs = {}

    def sweep(self, x, y, widths):
        for width in widths:
            net = build(width)  # want: TFM113
            self.runs[width] = net.fit(x, y, epochs=9)  # want: TFM107

    def table(self):
        return {width: min(run.history["loss"]) for width, run in self.runs.items()}


def graph(tensors):
    kept = []
    for tensor in tensors:
        kept.append(tf.reduce_sum(tensor).numpy())
    return kept
