"""Shapes with traced methods: the loop comes to some of them, and to others not."""

import tensorflow as tf


class Arc:
    def __init__(self, bend):
        self.bend = tf.constant(bend)

    @tf.function
    def drawn(self, points):
        return points * self.bend

    @tf.function  # want: TFM304
    def bent(self, points):
        return tf.sin(points * self.bend)

    @tf.function  # want: TFM304
    def closed(self, points):
        return tf.concat([points, points[:1]], axis=0) * self.bend

    def length(self, points):
        return float(tf.reduce_sum(self.bent(points)))

    def picture(self, points):
        return self.drawn(points).numpy()
