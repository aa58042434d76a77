"""Layers of the project that only compute hold nothing, and those that make layers or weights do."""
import tensorflow as tf
from tensorflow import keras


class Pairs(keras.layers.Layer):
    def __init__(self, limit, **options):
        super().__init__(**options)
        self.limit = limit

    def call(self, mask):
        return tf.minimum(mask[:, None] * mask[:, :, None], self.limit)


class Scaled(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(name="scale", shape=shape[-1:])

    def call(self, x):
        return x * self.scale


def projection(width):
    return keras.layers.Dense(width)


class Projected(keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.inner = projection(width)

    def call(self, x):
        return self.inner(x)


class Wide(keras.layers.Dense):
    def get_config(self):
        return {"units": 512}


class Enlarged(keras.layers.Layer):
    def __init__(self, size):
        super(Enlarged, self).__init__()
        self.inner = keras.layers.UpSampling2D(size)
        self.pairs = Pairs(size)

    def call(self, x):
        return self.inner(x)


class Reader(keras.layers.Layer):
    def call(self, x, mask):
        x = x * Pairs(1)(mask) + Enlarged(2)(mask)
        x = Scaled()(x)  # want: TFM111
        x = Projected(8)(x)  # want: TFM111
        return Wide(512)(x)  # want: TFM111
