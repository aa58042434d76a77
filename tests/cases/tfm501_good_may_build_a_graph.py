"""Functions that compute with what they are given, and hand it back, build graphs and models as well."""
import tensorflow as tf
from tensorflow import keras


def projected_distance(a, b, draws):
    found = []
    for _ in range(draws):
        way = tf.random.normal([tf.shape(a)[1], 8])
        found.append(tf.reduce_mean(tf.abs(a @ way - b @ way)))
    return tf.reduce_mean(input_tensor=found)


def distances(levels, others, draws):
    found = []
    for place in range(len(levels)):
        found.append(projected_distance(levels[place], others[place], draws))
    return found


def measured(path, rows, others, draws):
    net = keras.models.load_model(path)
    found = []
    for place in range(draws):
        answer = net.predict_on_batch(rows[place])
        found.append(tf.reduce_mean(tf.abs(answer - others[place])))  # want: TFM501
    return found


class Pyramid(keras.Model):
    def __init__(self, stem, limits):
        limit = int(tf.reduce_max(limits))
        heads = [keras.layers.Dense(8) for _ in range(limit)]
        pixels = keras.Input((64, 64, 3))
        joined = []
        for level, part in enumerate(stem(pixels)):
            joined.append(heads[level](part))
        super().__init__(pixels, joined)
