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
