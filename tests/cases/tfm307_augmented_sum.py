"""Rows of an array added up in traced code, and rows of a tensor."""
import numpy as np
import tensorflow as tf

KERNEL = np.hanning(300).astype(np.float32)


@tf.function
def smooth(x):
    out = tf.zeros_like(x)
    for weight in KERNEL:  # want: TFM307
        out += weight * x
    return out


@tf.function
def smooth_in_graph(x):
    out = tf.zeros_like(x)
    for weight in tf.constant(KERNEL):
        out += weight * x
    return out


@tf.function
def named(x):
    text = ""
    for i in range(100):
        text += str(i)
    return x, text
