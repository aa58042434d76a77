"""One tensor for each input of a model, or for each part of a tensor, is what is computed with next."""

import tensorflow as tf


def explain(run, arrays, dtypes):
    inputs = []
    for place in range(len(arrays)):
        inputs.append(tf.constant(arrays[place], dtype=dtypes[place]))
    return run(inputs)


def score(net: tf.keras.Model, arrays):
    inputs = []
    for place in range(len(arrays)):
        inputs.append(tf.convert_to_tensor(arrays[place]))
    return net(inputs, training=False)


def widen(rows, sizes):
    parts = []
    for part, size in zip(tf.unstack(rows, axis=0), sizes):
        parts.append(tf.fill((size,), tf.reduce_mean(part)))
    return tf.concat(parts, axis=0)


def watch(batches):
    means = []
    for place in range(len(batches)):
        means.append(tf.reduce_mean(batches[place]))  # want: TFM501
    print(means)


def owners(molecules):
    numbers = []
    for number, molecule in enumerate(molecules):
        numbers.append(tf.fill([molecule.atoms], number))
    return tf.concat(numbers, axis=0)
