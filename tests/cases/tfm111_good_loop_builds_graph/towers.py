"""One tower of a TensorFlow 1 graph for each pass: built once."""

import blocks
import tensorflow.compat.v1 as tf


def towers(features, passes):
    logits = []
    for number in range(passes):
        with tf.variable_scope(f"tower_{number}"):
            logits.append(blocks.head(blocks.stem(features), 10))
    return tf.add_n(logits)
