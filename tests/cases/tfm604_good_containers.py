"""Writers in containers that somebody closes, or may close."""
import contextlib

import tensorflow as tf


class Logger:
    def __init__(self, root):
        self.writers = {n: tf.summary.create_file_writer(root + n) for n in ("train", "val")}

    def scalar(self, phase, value, step):
        with self.writers[phase].as_default():
            tf.summary.scalar("loss", value, step)

    def close(self):
        for writer in self.writers.values():
            writer.close()


class Handed:
    def __init__(self, roots):
        self.writers = [tf.summary.create_file_writer(root) for root in roots]

    def finish(self, end):
        for writer in self.writers:
            end(writer)

    def __getitem__(self, number):
        return self.writers[number]


class Exposed:
    def __init__(self, roots):
        self.writers = {root: tf.summary.create_file_writer(root) for root in roots}

    def all(self):
        return self.writers


def closed_by_helper(paths, rows):
    writers = []
    for path in paths:
        writers.append(tf.io.TFRecordWriter(path))
    for number, row in enumerate(rows):
        writers[number].write(row)
    for writer in writers:
        finish(writer)


def finish(writer):
    writer.close()


def comprehended(paths, rows):
    writers = [tf.io.TFRecordWriter(path) for path in paths]
    for writer, row in zip(writers, rows):
        writer.write(row)
    [writer.close() for writer in writers]


def stacked(paths, rows):
    with contextlib.ExitStack() as stack:
        writers = [stack.enter_context(tf.io.TFRecordWriter(path)) for path in paths]
        for writer, row in zip(writers, rows):
            writer.write(row)


def pair(images, labels, rows):
    first, second = tf.io.TFRecordWriter(images), tf.io.TFRecordWriter(labels)
    for image, label in rows:
        first.write(image)
        second.write(label)
    first.close()
    second.close()


def returned(paths):
    writers = {path: tf.io.TFRecordWriter(path) for path in paths}
    return writers


def opened_in_condition(path, row):
    if writer := tf.io.TFRecordWriter(path):
        try:
            writer.write(row)
        finally:
            writer.close()
