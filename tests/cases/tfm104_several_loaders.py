"""A table that grows is gone through more than once."""

import tensorflow as tf


def compared(folder, deep):
    loaders = [tf.keras.models.load_model]
    if deep:
        loaders.append(tf.saved_model.load)
    for func in loaders:
        print(func(folder))  # want: TFM104


def polled(paths):
    names = ["first.keras"]
    names += paths
    for name in names:
        print(tf.keras.models.load_model(name).count_params())  # want: TFM104
