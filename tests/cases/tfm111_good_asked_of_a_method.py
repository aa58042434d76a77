"""Parts that are made at the first call, which a method tells, and parts made whenever something is missing."""

import tensorflow as tf


class Pooling(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self._scale = None

    def _is_new(self):
        return self._scale is None

    def _prepare(self, width):
        self._scale = self.add_weight(shape=(width,), initializer="ones")

    def call(self, inputs):
        if self._is_new():
            self._prepare(inputs.shape[-1])
        return tf.reduce_mean(inputs * self._scale, axis=1)


class Gate(tf.keras.layers.Layer):
    def _is_wide(self, inputs):
        return inputs.shape[-1] > 8

    def call(self, inputs):
        if self._is_wide(inputs):
            inputs = inputs * self.add_weight(shape=(inputs.shape[-1],), initializer="ones")  # want: TFM111
        return inputs
