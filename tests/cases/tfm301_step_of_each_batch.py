"""A factory of steps that is asked for each batch, although there is one model."""

import tensorflow as tf


def stepper():
    @tf.function  # want: TFM301
    def step(net, rule, x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(net(x, training=True) - y))
        rule.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
        return loss

    return step


def train(net: tf.keras.Model, rows):
    rule = tf.keras.optimizers.Adam()
    for x, y in rows:
        step = stepper()
        step(net, rule, x, y)
