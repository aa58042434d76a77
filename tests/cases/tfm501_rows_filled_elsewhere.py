"""Dictionaries, rows and keyword arguments with tensors in them, which a log keeps."""
import collections

import tensorflow as tf


class Log:
    def __init__(self):
        self.rows = []
        self.curves = collections.defaultdict(list)
        self.notes = []
        self.numbers = collections.defaultdict(list)

    def row(self, metrics):
        self.rows.append(metrics)  # want: TFM501

    def add(self, **metrics):
        for name, value in metrics.items():
            self.curves[name].append(value)  # want: TFM501

    def note(self, step, *values, **more):
        self.notes.append((step, more))
        self.notes.append(values)  # want: TFM501

    def number(self, **metrics):
        for name, value in metrics.items():
            self.numbers[name].append(float(value))


class Trainer:
    def __init__(self, net: tf.keras.Model):
        self.net = net
        self.log = Log()
        self.history = []
        self.pairs = []

    @tf.function
    def step(self, x, y):
        loss = tf.reduce_mean(tf.square(self.net(x, training=True) - y))
        return loss, tf.sqrt(loss)

    @tf.function
    def named(self, x, y):
        loss, rmse = self.step(x, y)
        return {"loss": loss, "rmse": rmse}

    def train(self, batches, epochs):
        for epoch in range(epochs):
            for number, (x, y) in enumerate(batches):
                loss, rmse = self.step(x, y)
                self.log.row({"epoch": epoch, "loss": loss})
                self.log.add(loss=loss, rmse=rmse)
                self.log.note(number, rmse, extra="none")
                self.log.number(loss=loss, rmse=rmse)
                self.pairs.append(self.step(x, y))  # want: TFM501
                metrics = {"loss": loss, "rmse": rmse}
                self.history.append(metrics)  # want: TFM501

    def evaluate(self, batches):
        table = []
        for x, y in batches:
            metrics = self.named(x, y)
            table.append({name: float(value) for name, value in metrics.items()})
        return table
