"""Graphs that have to take operations after a loop has run them: finalized before it, they would refuse those."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def averaged(paths, rounds):
    weights = tf.get_variable("weights", (4,))
    with tf.Session() as session:
        total = 0
        for number in range(rounds):
            total = total + session.run(weights)
        session.run(tf.assign(weights, total / rounds))


class Fit:
    def __init__(self, rows):
        self.session = tf.Session()
        self.rows = tf.placeholder(tf.float32, (None, 2))
        self.loss = tf.reduce_sum(tf.layers.dense(self.rows, 1))
        self.data = rows
        self.session.run(tf.global_variables_initializer())

    def train(self, rounds):
        for _ in range(rounds):
            self.session.run(self.loss, {self.rows: self.data})


class OneFit:
    def __init__(self, rows):
        self.session = tf.Session()
        self.rows = tf.placeholder(tf.float32, (None, 2))
        self.loss = tf.reduce_sum(tf.layers.dense(self.rows, 1))
        self.data = rows
        self.session.run(tf.global_variables_initializer())

    def train(self, rounds):
        for _ in range(rounds):  # want: TFM204
            self.session.run(self.loss, {self.rows: self.data})


def compare(clean, noisy, rounds):
    for rows in (clean, noisy):
        fit = Fit(rows)  # want: TFM203
        fit.train(rounds)
        fit.session.close()
    one = OneFit(clean)
    one.train(rounds)
    one.session.close()


def smoothed(rows, rounds):
    x = tf.placeholder(tf.float32, (None, 2))
    mean = tf.reduce_mean(tf.layers.dense(x, 1))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return [session.run(mean, {x: rows}) for _ in range(rounds)]


def drawn(path, rounds):
    with tf.Session() as session:
        line = tf.read_file(path)
        found = []
        while len(found) < rounds:
            found.append(session.run(line))
    return found


def pair(first, second, rounds):
    return drawn(first, rounds), drawn(second, rounds)
