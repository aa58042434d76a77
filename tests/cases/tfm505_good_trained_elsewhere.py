"""What is defined after the last use of a large tensor trains only where it is called."""

import tensorflow as tf


def prepare(model: tf.keras.Model):
    table = tf.zeros((8192, 8192))
    print(tf.reduce_sum(table))

    def train(data):
        model.fit(data)

    return train
