"""Metrics by number and in a list; an optimizer per step is TFM111."""
import tensorflow as tf


def restarts(loss, weight, rates):
    optimizers = []
    for rate in rates:
        optimizer = tf.keras.optimizers.SGD(rate)  # want: TFM111
        with tf.GradientTape() as tape:
            value = loss(weight)
        optimizer.apply_gradients([(tape.gradient(value, weight), weight)])
        optimizers.append(optimizer)
    return optimizers


class Board:
    def __init__(self):
        self.by_name = {}

    def meter(self, number):
        meter = tf.keras.metrics.Mean()  # want: TFM504
        self.by_name[number] = meter
        return meter

    def watch(self, stream):
        for number, value in enumerate(stream):
            meter = self.meter(number)
            meter.update_state(value)


def scores(batches):
    kept = {"meters": []}
    for x, y in batches:
        meter = tf.keras.metrics.AUC()  # want: TFM504
        meter.update_state(y, x)
        kept["meters"].append(meter)
    return kept


class Swarm:
    """A method whose own short loop makes what the long loop around its call keeps."""

    def __init__(self):
        self.positions = []

    def _add(self, count):
        for _ in range(count):
            self.positions.append(tf.Variable(tf.random.normal([64])))  # want: TFM504

    def run(self, ticks):
        for _ in range(ticks):
            self._add(2)
            for position in self.positions:
                position.assign_add(0.1 * tf.random.normal([64]))


class Epochs:
    def __init__(self):
        self.meters = {}

    def measure(self, epoch, pairs):
        meter = tf.keras.metrics.AUC()  # want: TFM504
        for truth, guess in pairs:
            meter.update_state(truth, guess)
        self.meters[epoch] = meter
        return float(meter.result())


def measured(pairs, count):
    epochs = Epochs()
    return [epochs.measure(epoch, pairs) for epoch in range(count)]
