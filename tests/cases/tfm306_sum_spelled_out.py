"""Sums that a training step keeps on its model, added up in two spellings."""
import tensorflow as tf


class Recorder(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.head = tf.keras.layers.Dense(3)
        self.norm_sum = 0.0
        self.penalty = None

    def call(self, x):
        self.penalty = tf.zeros([])
        self.penalty = self.penalty + tf.reduce_sum(tf.abs(x))
        self.add_loss(1e-3 * self.penalty)
        return self.head(x)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            error = tf.reduce_mean(tf.abs(self(x, training=True) - y))
        slopes = tape.gradient(error, self.trainable_variables)
        self.norm_sum = self.norm_sum + tf.linalg.global_norm(slopes)  # want: TFM306
        self.optimizer.apply_gradients(zip(slopes, self.trainable_variables))
        return {"error": error}
