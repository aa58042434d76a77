"""Loops over data that look like loops over parts, and trainings that stack what they kept."""
import keras
import tensorflow as tf
from keras import losses, optimizers


def describe(path, named_images):
    encode = tf.function(tf.keras.models.load_model(path))
    table = {}
    for name, image in named_images:
        table[name.numpy().decode()] = encode(image[None])[0]  # want: TFM501
    return table


def training_curve(net: keras.Model, batches):
    optimizer, loss_of = optimizers.SGD(0.1), losses.MeanSquaredError()
    curve = []
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_of(y, net(x, training=True))  # want: TFM101
        optimizer.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
        curve.append(loss)  # want: TFM501
    return tf.reduce_mean(tf.stack(curve))


def unrolled(cell, steps, state):
    outputs = []
    for step in steps:
        state = tf.tanh(tf.matmul(step, cell) + state)
        outputs.append(state)
    return tf.stack(outputs, axis=1)
