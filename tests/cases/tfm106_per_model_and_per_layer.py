"""Views of one model, and of one model each."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K


def cut(net, name):
    return tf.keras.Model(net.input, net.get_layer(name).output)  # want: TFM106


def features(net: tf.keras.Model, batches):
    for batch in batches:
        yield cut(net, "features").predict_on_batch(batch)


def per_checkpoint(paths, batch):
    for path in paths:
        tf.keras.backend.clear_session()
        net = tf.keras.models.load_model(path)
        encoder = tf.keras.Model(net.input, net.layers[2].output)
        yield encoder.predict_on_batch(batch)


def all_views(net: tf.keras.Model, names):
    views = {}
    for name in names:
        views[name] = tf.keras.Model(net.input, net.get_layer(name).output)
    return views


def norms(net: tf.keras.Model, rows):
    total = 0.0
    while rows:
        row = rows.pop()
        total += float(np.sum(K.function(net.inputs, net.outputs)([row])[0]))  # want: TFM106
    return total


def values(net: tf.keras.Model):
    return [K.get_value(weight) for weight in net.weights]


def build(widths):
    pixels = tf.keras.Input((8,))
    x = pixels
    for width in widths:
        x = tf.keras.layers.Dense(width)(x)
    return tf.keras.Model(pixels, x)
