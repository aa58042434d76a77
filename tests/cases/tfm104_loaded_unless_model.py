"""What may be handed over as a path or as what lies there."""

import os

import tensorflow as tf


def opened(source):
    if isinstance(source, tf.keras.Model):
        return source
    return tf.keras.models.load_model(source, compile=False)


def restored(source):
    if isinstance(source, tf.keras.Model):
        return source
    return tf.keras.models.load_model(source, compile=False)  # want: TFM104


def sizes(source, volumes):
    net = opened(source)
    return [len(volume) * net.count_params() for volume in volumes]


def by_network(folder, lists):
    net = tf.keras.models.load_model(os.path.join(folder, "best.keras"))
    for volumes in lists:
        print(sizes(net, volumes))


def by_something(sources, volumes):
    for source in sources:
        print(sizes(source, volumes))


def by_name(folder, names):
    for name in names:
        print(restored(os.path.join(folder, name)).count_params())
