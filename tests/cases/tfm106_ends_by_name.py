"""The ends of a model that was there before, kept in variables, are views of it."""

from tensorflow import keras


def layer_outputs(path, image, names):
    net = keras.models.load_model(path, compile=False)
    first = net.get_layer(name="pixels").input
    found = []
    for name in names:
        last = net.get_layer(name=name).output
        part = keras.Model(inputs=[first], outputs=[last])  # want: TFM106
        found.append(part.predict_on_batch(image)[0])
    return found


def heads(backbone: keras.Model, sizes, image):
    scores = []
    for size in sizes:
        start = keras.Input((32,))
        head = keras.Model(start, keras.layers.Dense(size)(start))  # want: TFM103
        scores.append(head.predict_on_batch(backbone.predict_on_batch(image)))
    return scores
