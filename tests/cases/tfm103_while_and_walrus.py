import tensorflow as tf


def make():
    inputs = tf.keras.Input((4,))
    return tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs))


def until_good(x, y, target):
    tries = 0
    while (net := make()).evaluate(x, y, verbose=0) > target:  # want: TFM103
        tries += 1
    return tries
