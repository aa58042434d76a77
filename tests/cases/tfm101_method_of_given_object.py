"""A helper calls the method of whatever it is given: the loop hands it this one."""
import tensorflow as tf


class Policy:
    def __init__(self, model: tf.keras.Model):
        self.model = model

    def loss(self, batch):
        return tf.reduce_mean(self.model(batch))  # want: TFM101


def doubled(base, batch):
    return base.loss(batch) * 2.0


def through(policy, batch):
    return doubled(policy, batch)


def learn(model, batches):
    policy = Policy(model)
    return [float(through(policy, batch)) for batch in batches]
