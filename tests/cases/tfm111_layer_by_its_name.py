"""Layers that each round makes, names and applies, and layers that are kept."""
import tensorflow as tf
from tensorflow.keras import layers


def roughness(tracks):
    found = []
    for track in tracks:
        smooth = layers.Conv1D(4, 5, padding="same")  # want: TFM111
        found.append(float(tf.reduce_mean(smooth(track[None]))))
        print(smooth.count_params())
    return found


def projections(rows):
    for row in rows:
        project = layers.Dense(3)  # want: TFM111
        yield project(row[None]).numpy()


def tower(widths):
    built = []
    for width in widths:
        layer = layers.Dense(width)
        print(layer(tf.zeros((1, 4))).numpy().shape)
        built.append(layer)
    return built


def network(widths):
    line = inputs = tf.keras.Input((4,))
    for width in widths:
        layer = layers.Dense(width, activation="relu")
        line = layer(line)
    return tf.keras.Model(inputs, line)
