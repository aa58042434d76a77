"""Loops that run a graph: in a method, nested, and over the items of a list."""

import tensorflow.compat.v1 as tf


class Trainer:
    def __init__(self, graph):
        self.sess = tf.Session(graph=graph)

    def close(self):
        self.sess.close()

    def train(self, epochs, steps, step_op):
        for _ in range(epochs):  # want: TFM204
            for _ in range(steps):
                self.sess.run(step_op)

    def sweep(self, fetches):
        return [self.sess.run(fetch) for fetch in fetches]


def until_done(queue, step_op):
    with tf.Session() as sess:
        while not queue.empty():  # want: TFM204
            sess.run(step_op, {"x:0": queue.get()})


def evaluate_once(loss):
    """The caller builds the graph, this function opens a session on it."""
    with tf.Session() as session:
        while True:  # want: TFM204
            session.run(loss)


def evaluate_all():
    loss = tf.reduce_sum(tf.get_variable("loss", (4,)))
    evaluate_once(loss)
