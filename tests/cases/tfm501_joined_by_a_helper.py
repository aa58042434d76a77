"""A helper makes one tensor of what is collected for each example of a batch; of losses it makes a number."""

import tensorflow as tf


def padded(rows, width):
    filled = [tf.pad(row, [[0, 0], [0, width - row.shape[1]]]) for row in rows]
    return tf.concat(filled, axis=0)


def mean_of(losses):
    return tf.reduce_mean(losses)


def sentences(net: tf.keras.Model, batch):
    found = []
    for place in range(batch.shape[0]):
        scores = net(batch[place : place + 1], training=False)  # want: TFM101
        found.append(tf.math.top_k(scores, k=3)[1])
    return padded(found, 40)


def trained(net: tf.keras.Model, optimizer: tf.keras.optimizers.Optimizer, take, steps):
    losses = []
    for _ in range(steps):
        x, y = take()
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(net(x, training=True) - y))  # want: TFM101
        optimizer.apply_gradients(
            zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables, strict=True)
        )
        losses.append(loss)  # want: TFM501
    return mean_of(losses)
