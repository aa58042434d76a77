"""A training step that draws its examples from a list of Python does so once only when it is traced."""

import random

import tensorflow as tf


class Remembering(tf.keras.Model):
    def __init__(self, net, examples):
        super().__init__()
        self.net = net
        self.examples = examples

    def train_step(self, batch):
        old = tf.concat(random.choices(self.examples, k=8), axis=0)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(self.net(batch)) - tf.reduce_mean(self.net(old))
        weights = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        self.examples.append(batch)
        return {"loss": loss}


def remember(net, batches):
    model = Remembering(net, [batch for batch in batches.take(4)])
    model.compile("adam", run_eagerly=True)
    model.fit(batches)
