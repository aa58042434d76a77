"""A property that builds at each access, and sessions of unknown origin in a program of TensorFlow 1."""
import tensorflow as tf


class Regression:
    def __init__(self, session, width):
        self.session = session
        self.rows = tf.placeholder(tf.float32, [None, width])
        self.out = tf.layers.dense(self.rows, 1)

    @property
    def worst(self):
        return tf.reduce_max(tf.abs(self.out))

    def report(self, batches):
        for rows in batches:
            yield self.session.run(self.worst, {self.rows: rows})  # want: TFM202

    def report_once(self, batches):
        worst = self.worst
        for rows in batches:
            yield self.session.run(worst, {self.rows: rows})


def thumbnails(runner, names):
    for name in names:
        small = tf.image.resize_images(tf.read_file(name), [32, 32])  # want: TFM202
        yield runner.run(small)


def backup(runner, network, batches, path):
    for number, rows in enumerate(batches):
        runner.run(network.step, {network.rows: rows})
        if number % 500 == 0:
            tf.train.Saver().save(runner, path)  # want: TFM202
