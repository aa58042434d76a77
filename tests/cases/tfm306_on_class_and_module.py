"""Traced code keeps tensors on a class; eager code may, and so may a trace its numbers."""
import tensorflow as tf


class Probe(tf.keras.layers.Layer):
    seen = []
    last = None
    calls = 0

    def call(self, x):
        y = tf.nn.relu(x)
        Probe.seen.append(y)  # want: TFM306
        Probe.last = y  # want: TFM306
        Probe.calls += 1
        return y


class Plain:
    kept = []


def eager(batches):
    for batch in batches:
        Plain.kept = [tf.reduce_mean(batch)]


@tf.function
def summed(x):
    tf.math.add(x, x)
    return tf.reduce_sum(x)
