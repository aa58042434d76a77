"""Writers that belong to somebody, one per run in a folder of its own, or are no event writers at all."""

import atexit
import csv

import tensorflow as tf


class Board(tf.keras.callbacks.TensorBoard):
    """The base class closes what it keeps."""

    def on_train_begin(self, logs=None):
        self.own = tf.summary.create_file_writer(self.log_dir)
        super().on_train_begin(logs)


class Recorder:
    def __init__(self, path):
        self.writer = tf.io.TFRecordWriter(path)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.writer.close()


def runs(trials, root, train):
    for number, trial in enumerate(trials):
        writer = tf.summary.create_file_writer(f"{root}/{number}")
        with writer.as_default():
            train(trial)
        writer.close()


def split(examples, template, size):
    for start in range(0, len(examples), size):
        with tf.io.TFRecordWriter(template.format(start)) as writer:
            for example in examples[start : start + size]:
                writer.write(example)


def install(folder):
    tf.summary.create_file_writer(folder).set_as_default()


def until_exit(folder):
    writer = tf.compat.v1.summary.FileWriter(folder)
    atexit.register(writer.close)
    writer.flush()


def table(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(rows)


def text(path):
    return tf.io.gfile.GFile(path).read()
