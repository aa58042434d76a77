"""Models that are applied in a loop while another model is made of them, or by the methods of a model."""

import tensorflow as tf
from tensorflow import keras


def heads(model: keras.Model, features):
    return keras.layers.Concatenate(axis=1)([model(feature) for feature in features])


def towers(model: keras.Model, count):
    results = []
    for number in range(count):
        part = keras.layers.Lambda(lambda x, n=number: x[n::count])(model.inputs[0])
        results.append(model(part))
    return keras.Model(model.inputs, keras.layers.Concatenate(axis=0)(results))


class Dreamer(keras.Model):
    def __init__(self):
        super().__init__()
        self.cell = keras.Sequential([keras.layers.Dense(4)])

    def dream(self, state, steps):
        states = []
        for _ in range(steps):
            state = self.cell(state)
            states.append(state)
        return tf.stack(states)
