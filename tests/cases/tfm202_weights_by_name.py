"""Weights are given their values: each variable is found by its name, once; and one is given values over and over."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def restore(session, weights, strict=True):
    for layer in weights:
        with tf.variable_scope(layer, reuse=True):
            for name, value in weights[layer].items():
                try:
                    variable = tf.get_variable(name)
                    session.run(variable.assign(value))
                except ValueError:
                    if strict:
                        raise


def anneal(session, rates, step):
    with tf.variable_scope("schedule", reuse=True):
        for rate in rates:
            variable = tf.get_variable("rate")
            session.run(variable.assign(rate))  # want: TFM202
            session.run(step)


def overwrite(session, layers, arrays):
    for number, array in enumerate(arrays):
        layer = layers[number]
        kernel = layer.kernel
        session.run(kernel.assign(array))


def follow(session, layers, arrays, step):
    kernel = layers[0].kernel
    for array in arrays:
        session.run(tf.assign(kernel, array))  # want: TFM202
        session.run(step)
