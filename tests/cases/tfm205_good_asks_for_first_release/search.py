"""The project asks for TensorFlow 1, where whatever is called builds a graph."""

import tensorflow as tf


def widths(names):
    found = []
    for name in names:
        tf.compat.v1.reset_default_graph()
        found.append(tf.constant(name).shape)
    return found
