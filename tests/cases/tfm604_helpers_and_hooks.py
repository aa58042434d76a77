"""A writer from a helper, files that a branch leaves open, and event files reopened in a hook."""

import tensorflow as tf
from tensorflow.python.platform import gfile


def open_shard(path):
    return tf.io.TFRecordWriter(path)


def pack(examples, path):
    shard = open_shard(path)  # want: TFM604
    for example in examples:
        shard.write(example)


def copy(source, target, limit):
    out = gfile.FastGFile(target, "w")  # want: TFM604
    with gfile.GFile(source) as lines:
        for number, line in enumerate(lines):
            if number == limit:
                return number
            out.write(line)
    out.close()
    return None


class Images(tf.keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def on_epoch_end(self, epoch, logs=None):
        writer = tf.summary.create_file_writer(self.folder)  # want: TFM604
        with writer.as_default():
            tf.summary.scalar("rate", 0.1, step=epoch)
        writer.close()


def per_step(folder, losses):
    for step, loss in enumerate(losses):
        with tf.summary.create_file_writer(folder).as_default():  # want: TFM604
            tf.summary.scalar("loss", loss, step=step)


def shards(paths, examples):
    kept = []
    for path in paths:
        writer = tf.io.TFRecordWriter(path)  # want: TFM604
        kept.append(writer)
    for number, example in enumerate(examples):
        kept[number % len(kept)].write(example)
    return len(paths)
