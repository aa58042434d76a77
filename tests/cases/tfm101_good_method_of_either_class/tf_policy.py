import tensorflow as tf


class TFPolicy:
    def __init__(self, model: tf.keras.Model):
        self.model = model

    def loss(self, model: tf.keras.Model, batch):
        return tf.reduce_mean(model(batch))

    def learn(self, batch):
        return self.loss(self.model, batch)
