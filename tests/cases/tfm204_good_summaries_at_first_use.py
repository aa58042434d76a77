"""Operations for a new name are added at its first use, while the graph runs."""

import tensorflow.compat.v1 as tf


class Scalars:
    def __init__(self):
        self.known = {}

    def of(self, name, value, sess):
        if name not in self.known:
            entry = tf.placeholder(tf.float32, ())
            self.known[name] = (entry, tf.summary.scalar(name, entry))
        entry, summary = self.known[name]
        return sess.run(summary, {entry: value})


def train(sess: tf.Session, step, loss, writer, rounds):
    scalars = Scalars()
    for number in range(rounds):
        value, _ = sess.run([loss, step])

        def show(name):
            writer.add_summary(scalars.of(name, value, sess), number)

        if number % 100 == 0:
            show("loss")


def only_trains(sess: tf.Session, step, rounds):
    for _ in range(rounds):  # want: TFM204
        sess.run(step)
