"""Datasets on objects that wrap themselves: on one object again and again, or once on each."""
import tensorflow as tf


class Station:
    def __init__(self, rows):
        self.data = tf.data.Dataset.from_tensor_slices(rows)
        self.ready = tf.data.Dataset.from_tensor_slices(rows)
        self.seen = tf.data.Dataset.from_tensor_slices(rows)

    def mixed(self):
        self.data = self.data.shuffle(64)  # want: TFM601
        return self.data

    def prepare(self):
        self.ready = self.ready.batch(8)
        return self

    def restarted(self, rows):
        self.seen = tf.data.Dataset.from_tensor_slices(rows)
        self.seen = self.seen.batch(4)
        return self.seen


class Reader:
    def __init__(self, path):
        self.lines = tf.data.TextLineDataset(path)

    def cleaned(self):
        self.lines = self.lines.batch(2)
        return self.lines


class Daily(tf.keras.callbacks.Callback):
    def __init__(self, rows):
        super().__init__()
        self.rows = tf.data.Dataset.from_tensor_slices(rows)

    def on_epoch_end(self, epoch, logs=None):
        self.rows = self.rows.shuffle(32)  # want: TFM601
        for row in self.rows.take(3):
            tf.print(row)


def days(stations: list[Station], step, count):
    for station in stations:
        station.prepare()
    for _ in range(count):
        for station in stations:
            for row in station.mixed():
                step(row)
            for row in station.restarted([1, 2]):
                step(row)


def files(paths, step):
    for path in paths:
        reader = Reader(path)
        for line in reader.cleaned():
            step(line)
        for line in Reader(path).cleaned():
            step(line)
