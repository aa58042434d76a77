"""Cuts of what a model gives, made for each fetch, and the choice of one of its outputs, which adds nothing."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def probe(tables):
    net = tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(3,))])
    column = net.output[:, 0]
    session = tf.keras.backend.get_session()
    for rows in tables:
        print(session.run(net.output[:, 1], {net.input: rows}))  # want: TFM202
        print(session.run([net.output[..., 2], net.outputs[0]], {net.input: rows}))  # want: TFM202
        print(session.run([column, net.output], {net.input: rows}))


def probe_both(tables, x):
    net = tf.keras.Model(x, [tf.keras.layers.Dense(1)(x), tf.keras.layers.Dense(2)(x)])
    session = tf.keras.backend.get_session()
    for rows in tables:
        print(session.run([net.output[0], net.outputs[1]], {x: rows}))
        print(rows[:, 0], session.run(net.output[1], {x: rows})[:, 0])
