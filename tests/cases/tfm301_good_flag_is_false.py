"""A flag that is compared with a truth value guards as the flag itself does."""

import tensorflow as tf


class Loop:
    def __init__(self, net: tf.keras.Model, batches):
        self.net = net
        self.batches = batches
        self.prepared = False
        self.fresh = True

    def epoch(self):
        for rows in self.batches:
            self.step(rows)
            self.look(rows)
            self.measure(rows)

    def step(self, rows):
        if self.prepared is False:
            self.forward = tf.function(self.net)
            self.prepared = True
        return self.forward(rows)

    def look(self, rows):
        if self.fresh == True:
            self.view = tf.function(lambda values: self.net(values) * 2.0)
            self.fresh = False
        return self.view(rows)

    def measure(self, rows):
        if self.prepared is True:
            self.size = tf.function(lambda values: tf.norm(self.net(values)))  # want: TFM301
        return self.size(rows)
