"""Loops over an array whose elements go with those of a variable."""
import numpy as np
import tensorflow as tf

KNOTS = np.linspace(0, 1, 128)


class Spline(tf.keras.layers.Layer):
    def build(self, shape):
        self.values = self.add_weight(shape=(len(KNOTS),), name="values")

    def call(self, x):
        y = tf.zeros_like(x)
        for i, knot in enumerate(KNOTS):  # want: TFM307
            y += self.values[i] * tf.nn.relu(1.0 - tf.abs(x - knot))
        return y
