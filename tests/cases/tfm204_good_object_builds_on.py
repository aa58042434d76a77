"""An object that is compiled again between its runs, as its points are refined: its graph is never complete."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Solver:
    def __init__(self, width):
        self.x = tf.placeholder(tf.float32, (None, width))
        self.loss = tf.reduce_sum(tf.layers.dense(self.x, 1))
        self.session = tf.Session()

    def compile(self, rate):
        self.minimize = tf.train.AdamOptimizer(rate).minimize(self.loss)  # want: TFM202
        self.session.run(tf.global_variables_initializer())  # want: TFM202

    def residual(self, rows):
        return self.session.run(self.loss, {self.x: rows})

    def close(self):
        self.session.close()


def refine(solver: Solver, rows):
    while solver.residual(rows) > 0.1:
        rows = rows * 0.5
        solver.compile(0.001)
    return rows
