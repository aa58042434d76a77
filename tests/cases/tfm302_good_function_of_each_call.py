"""Functions that are made where they are called: each of them sees one number."""

import tensorflow as tf


def fit(net: tf.keras.Model, batches, fold):
    rate = 0.1 / (1 + fold)
    optimizer = tf.keras.optimizers.SGD(rate)

    @tf.function
    def step(rows, weight, power):
        with tf.GradientTape() as tape:
            loss = weight**power * tf.reduce_sum(net(rows))
        variables = net.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    for rows in batches:
        print(float(step(rows, rate, fold)))


def folds(net: tf.keras.Model, batches):
    for fold in range(20):
        fit(net, batches, fold)
