"""Each layer of a model is adapted to its column; datasets are gathered with what uses them."""

import tensorflow as tf


class Encoding(tf.keras.layers.Layer):
    def __init__(self, kinds):
        super().__init__()
        self.kinds = kinds
        self.encoders = []
        for kind in kinds:
            self.encoders.append(tf.keras.layers.StringLookup() if kind == "text" else None)

    def adapt(self, data: tf.data.Dataset):
        for place, encoder in enumerate(self.encoders):
            if encoder is None:
                continue
            column = data.map(lambda x: tf.slice(x, [0, place], [-1, 1]))
            encoder.adapt(column.map(tf.strings.as_string))


def pipeline(rows):
    data = tf.data.Dataset.zip(
        (tf.data.Dataset.from_tensor_slices(rows).map(tf.square), tf.data.Dataset.range(9))
    )
    return data, len(rows)


def compare(strategies, rows, run):
    learners = {name: pipeline(rows) for name in strategies}
    for name, (data, size) in learners.items():
        run(name, data, size)
