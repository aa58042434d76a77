"""A helper that is given the input of a model, and layers of it, builds a view of that model."""

from tensorflow import keras


def answers(layers, entry, rows):
    part = keras.Model(inputs=entry, outputs=[layer.output for layer in layers])  # want: TFM106
    return part.predict(rows)


def each_layer(model: keras.Model, rows):
    found = {}
    for layer in model.layers:
        found[layer.name] = answers([layer], model.input, rows)
    found["all"] = answers(model.layers, model.input, rows)
    return found
