import time

import keras


def build_when_ready(probe):
    while True:
        if not probe():
            time.sleep(1)
            continue
        model = keras.Sequential([keras.layers.Dense(2)])
        model.compile("sgd", "mse")
        return model


def first_that_compiles(losses):
    for loss in losses:
        try:
            model = keras.Sequential([keras.layers.Dense(2)])
            model.compile("sgd", loss)
            break
        except ValueError:
            continue
    return model
