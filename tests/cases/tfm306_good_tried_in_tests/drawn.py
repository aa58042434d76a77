"""Records that a layer makes and fills in one trace."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf


class Drawn(NamedTuple):
    ids: tf.Tensor
    more: dict

    def with_rows(self, rows: tf.Tensor) -> Drawn:
        self.more["rows"] = tf.nn.relu(rows)
        return self


class Head(tf.keras.layers.Layer):
    def call(self, inputs):
        return Drawn(tf.argmax(inputs, -1), {}).with_rows(inputs).more["rows"]
