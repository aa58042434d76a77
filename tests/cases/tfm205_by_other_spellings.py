"""However the function is spelled, eager code gains nothing by resetting the default graph."""

import numpy as np
import tensorflow as tf
from tensorflow.compat.v1 import reset_default_graph

v1 = tf.compat.v1


def sums(rows):
    found = []
    for row in rows:
        v1.reset_default_graph()  # want: TFM205
        found.append(float(tf.reduce_sum(np.asarray(row))))
    reset_default_graph()  # want: TFM205
    return found
