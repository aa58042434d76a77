"""An attribute that makes a layer until build() puts the layer in its place, and one that stays a maker."""

import functools

import keras


class Mixer(keras.layers.Layer):
    def __init__(self, width=None):
        super().__init__()
        self.width = width
        self.head = functools.partial(keras.layers.Dense, use_bias=False, name="head")

    def build(self, input_shape):
        self.head = self.head(units=self.width or input_shape[-1])
        super().build(input_shape)

    def call(self, inputs):
        return self.head(inputs)


class Forgetful(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.head = functools.partial(keras.layers.Dense, use_bias=False)

    def call(self, inputs):
        return self.head(units=inputs.shape[-1])(inputs)  # want: TFM111
