"""Loops in the block of a tape: over what it recorded before, and over batches."""

import tensorflow as tf


def saliency(model: tf.keras.Model, x):
    rows = []
    with tf.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
        tape.watch(x)
        outputs = model(x)
        if tf.is_tensor(outputs):
            outputs = [outputs]
        for output in outputs:
            output = tf.reshape(output, [-1])
            for place in range(output.shape[0]):
                rows.append(tape.gradient(output[place], x).numpy())
    return rows


def slopes(model: tf.keras.Model, x, count):
    found = []
    with tf.GradientTape(persistent=True) as tape:
        chosen = tf.math.log(model(x))
        for place in range(count):
            found.append(tf.norm(tape.gradient(chosen[place], model.trainable_variables[0])).numpy())
    return found


def total(samples, rounds):
    offset = tf.Variable(0.0)
    with tf.GradientTape() as tape:  # want: TFM502
        error = 0.0
        for _ in range(rounds):
            for sample in samples:
                error += tf.square(offset - sample)
    return float(tape.gradient(error, offset))


def train(model: tf.keras.Model, optimizer, batches):
    with tf.GradientTape(persistent=True) as tape:  # want: TFM502
        for x, y in batches:
            loss = tf.reduce_mean(tf.square(model(x, training=True) - y))  # want: TFM101
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
