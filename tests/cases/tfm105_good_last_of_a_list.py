"""What a round puts last into a list is what that round compiles."""

from tensorflow import keras


def split(model: keras.Model, cuts, options):
    stages = []
    x = start = model.layers[0].output
    for place, layer in enumerate(model.layers[1:], 1):
        x = layer(x)
        if place in cuts:
            stages.append(keras.Model([start], [x]))
            x = start = keras.Input(layer.output.shape[1:])
            stages[-1].compile(**options)
    return stages


def tune(first: keras.Model, rates):
    stages = [first]
    for rate in rates:
        stages[-1].compile(optimizer=keras.optimizers.Adam(rate), loss="mse")  # want: TFM105
