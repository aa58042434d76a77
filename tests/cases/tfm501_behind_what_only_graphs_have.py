"""Eager code gets no further than tf.gradients(), so what stands behind it runs in a graph."""

import tensorflow as tf


class Agent:
    def __init__(self, network, optimizer):
        self.network = network
        self.optimizer = optimizer

    def apply(self, loss):
        weights = self.network.trainable_weights
        slopes = tf.gradients(loss, weights)
        clipped = []
        for slope in slopes:
            clipped.append(tf.clip_by_norm(slope, 1.0))
        self.optimizer.apply_gradients(zip(clipped, weights))

    def watch(self, batches, optimizer):
        with tf.Graph().as_default():
            point = tf.constant(1.0)
            tf.gradients(tf.square(point), point)
        norms = []
        for batch in batches:
            norms.append(tf.norm(batch))  # want: TFM501
            optimizer.apply_gradients([(batch, self.network)])
        print(norms[0].numpy())
