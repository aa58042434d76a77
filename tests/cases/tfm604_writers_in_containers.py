"""Writers in lists, dictionaries and tuples that nothing closes."""
import tensorflow as tf


class Logger:
    def __init__(self, root):
        self.writers = {
            "train": tf.summary.create_file_writer(root + "/train"),  # want: TFM604
            "val": tf.summary.create_file_writer(root + "/val"),  # want: TFM604
        }

    def scalar(self, phase, value, step):
        with self.writers[phase].as_default():
            tf.summary.scalar("loss", value, step)


class Everywhere:
    def __init__(self, roots):
        self.writers = [tf.summary.create_file_writer(root) for root in roots]  # want: TFM604

    def scalar(self, value, step):
        for number, writer in enumerate(self.writers):
            with writer.as_default():
                tf.summary.scalar("loss", value[number], step)


def shards(paths, examples):
    writers = [tf.io.TFRecordWriter(path) for path in paths]  # want: TFM604
    for writer, example in zip(writers, examples):
        writer.write(example)


def keyed(paths, examples):
    writers = {path: tf.io.TFRecordWriter(path) for path in paths}  # want: TFM604
    for path, example in examples:
        writers[path].write(example)


def pair(images, labels, rows):
    first, second = (
        tf.io.TFRecordWriter(images),
        tf.io.TFRecordWriter(labels),  # want: TFM604
    )
    for image, label in rows:
        first.write(image)
        second.write(label)
    first.close()
