"""Stages of a model that become part of another one."""
from tensorflow import keras


def stage(net: keras.Model, place):
    return keras.Model(net.layers[place].input, net.layers[place + 4].output)


def widened(net: keras.Model, width):
    pixels = keras.Input((64, 64, 3))
    x = pixels
    for place in range(0, 16, 4):
        x = stage(net, place)(x)
        x = keras.layers.Conv2D(width, 1)(x)
    return keras.Model(pixels, x)


def answers(net: keras.Model, batches):
    for batch in batches:
        yield keras.Model(net.input, net.layers[2].output)(batch)  # want: TFM106
