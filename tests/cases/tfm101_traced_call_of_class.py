"""Calling the object is a tf.function, by call() or by __call__() itself."""

import tensorflow as tf


class Channel(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(2)

    @tf.function(jit_compile=True)
    def __call__(self, count, noise):
        sent = tf.random.normal((count, 2))
        return tf.reduce_mean((self.dense(sent + noise) - sent) ** 2)


class Plain(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(2)

    def __call__(self, rows):
        return tf.reduce_mean(self.dense(rows))


def train(rounds):
    channel, optimizer = Channel(), tf.keras.optimizers.Adam()
    for _ in range(rounds):
        with tf.GradientTape() as tape:
            loss = channel(32, 0.5)
        weights = channel.trainable_weights
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def rate(batches):
    plain = Plain()
    for rows in batches:
        print(float(plain(rows)))  # want: TFM101
