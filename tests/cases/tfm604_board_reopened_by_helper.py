"""A helper that opens another event file for the same folder at each call, and a class that forgets one of two."""
import tensorflow as tf


def log(folder, name, value, step):
    with tf.summary.create_file_writer(folder).as_default():  # want: TFM604
        tf.summary.scalar(name, value, step=step)


def train(folder, losses):
    for step, loss in enumerate(losses):
        log(folder, "loss", loss, step)


class Pair:
    def __init__(self, folder):
        self.rows = tf.io.TFRecordWriter(folder + "/rows")
        self.names = tf.io.TFRecordWriter(folder + "/names")  # want: TFM604

    def close(self):
        for writer in (self.rows,):
            writer.close()
