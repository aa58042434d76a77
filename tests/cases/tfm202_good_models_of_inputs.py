"""Functional models that are written down in a loop: symbolic inputs are no graph of TensorFlow 1."""

import tensorflow as tf
from tensorflow import keras


def largest(pair):
    return tf.maximum(pair[0], pair[1])


def exported(model):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session(graph=graph) as session:
        copy = keras.models.clone_model(model)
        return session.run(copy.trainable_weights)


def check(compare, arrays):
    for size in range(3, 9):
        left = keras.layers.Input(shape=(size,))
        right = keras.layers.Input(shape=(size,))
        joined = keras.layers.Lambda(largest)([left, right])
        scaled = tf.multiply(joined, 2.0)
        model = keras.models.Model(inputs=[left, right], outputs=scaled)  # want: TFM103
        compare(exported(model), model.predict(arrays[size]))
