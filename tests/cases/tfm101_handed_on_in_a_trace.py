"""What traced code hands on is traced with it, whoever is to run it; what an operation runs on the host is not."""

import numpy as np
import tensorflow as tf


class Steps:
    def __init__(self, strategy, runner):
        self.strategy = strategy
        self.runner = runner
        self.net = tf.keras.Sequential([tf.keras.layers.Dense(4)])
        self.judge = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        self.notes = []

    def _replica(self, rows):
        return self._loss(rows)

    def _loss(self, rows):
        return tf.add_n([tf.reduce_mean(self.net(part)) for part in tf.split(rows, 2)])

    def _judged(self, rows):
        return np.asarray(self.judge(rows))  # want: TFM101

    @tf.function
    def many(self, batches):
        for rows in batches:
            self.strategy.run(self._replica, args=(rows,))
            self.runner.submit(fn=self._loss, rows=rows)

    @tf.function
    def judged(self, rows):
        def note(values):
            self.notes.append(values.shape)
            return values

        return tf.py_function(self._judged, [tf.numpy_function(note, [rows], tf.float32)], tf.float32)


def run(strategy, runner, dataset, epochs):
    steps = Steps(strategy, runner)
    for _ in range(epochs):
        steps.many(dataset)
        for rows in dataset:
            print(float(tf.reduce_mean(steps.judged(rows))))
