"""Functions hung on an object: a round traces the one that it comes to call, and not the other."""

import tensorflow as tf


class Solver:
    def __init__(self, net, points):
        self.net = net
        self.points = points

    def prepare(self, rate):
        @tf.function
        def outputs(rows):
            return self.net(rows)

        @tf.function  # want: TFM301
        def residual(rows):
            return tf.reduce_mean(tf.square(self.net(rows)))

        self.rate = rate
        self.outputs = outputs
        self.residual = residual
        self.scaled = tf.function(lambda rows: rate * self.net(rows))
        self.worst = tf.function(lambda rows: tf.reduce_max(self.net(rows)))  # want: TFM301

    def error(self):
        return float(self.residual(self.points))

    def answer(self, rows, operator=None):
        if operator is None:
            return self.outputs(rows)
        return operator(rows)


def largest(solver: Solver, rows):
    return solver.worst(rows)


def halved(rows):
    return rows / 2.0


def search(net, points, rows):
    solver = Solver(net, points)
    for rate in (0.1, 0.01, 0.001):
        solver.prepare(rate)
        print(solver.error(), largest(solver, points), solver.answer(rows, operator=halved))
    print(solver.answer(rows), solver.scaled(rows))
