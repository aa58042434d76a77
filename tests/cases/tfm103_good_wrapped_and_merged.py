"""A decorator that clears, and blocks that are merged into one network."""
import functools

from tensorflow import keras
from tensorflow.keras import layers


def in_fresh_state(label):
    def decorate(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            keras.backend.clear_session()
            print(label)
            return function(*args, **kwargs)

        return run

    return decorate


@in_fresh_state("parameters")
def parameters(width):
    net = keras.Sequential([keras.Input((4,)), layers.Dense(width)])
    return net.count_params()


def table(widths):
    return {width: parameters(width) for width in widths}


def tower(width):
    return keras.Sequential([layers.Dense(width), layers.ReLU()])


def network(widths):
    inputs = [keras.Input((4,)) for _ in range(3)]
    x = layers.concatenate(inputs)
    for width in widths:
        x = layers.add([tower(width)(x), tower(width)(x)])
    return keras.Model(inputs, x)
