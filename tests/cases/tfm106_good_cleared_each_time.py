"""A network that grows by a head on its stem: each size clears what the one before left in Keras."""

from tensorflow import keras


class Growing:
    def __init__(self, blocks):
        self.blocks = blocks
        self.stem = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])

    def grow(self, size):
        keras.backend.clear_session()
        x = self.stem.output
        for block in self.blocks[:size]:
            x = block(x)
        self.net = keras.Model(self.stem.input, x)

    def grow_uncleared(self, size):
        x = self.stem.output
        for block in self.blocks[:size]:
            x = block(x)
        self.net = keras.Model(self.stem.input, x)  # want: TFM106


def fit(growing: Growing, sizes, rows):
    for size in sizes:
        growing.grow(size)
        print(growing.net.predict_on_batch(rows))


def fit_uncleared(growing: Growing, sizes, rows):
    for size in sizes:
        growing.grow_uncleared(size)
        print(growing.net.predict_on_batch(rows))
