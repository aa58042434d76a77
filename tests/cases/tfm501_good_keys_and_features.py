"""Tensors that are kept for each key or filter of a network, not for each round of its use."""

import tensorflow as tf


def transposed(predictions):
    turned = {}
    for key in predictions:
        turned[key] = tf.transpose(predictions[key], [0, 2, 1])
    return tf.reduce_sum(turned["small"]).numpy()


def pooled(x, filters):
    outputs = []
    for size in filters:
        kernel = tf.ones((size, 4, 1, 2))
        outputs.append(tf.reduce_max(tf.nn.conv2d(x, kernel, 1, "VALID"), axis=1, keepdims=True))
    print(outputs[0].numpy())
    return tf.concat(outputs, 3)


def routed(x, parts):
    outputs = [x]
    for part in parts:
        outputs.append(tf.nn.relu(outputs[part.route]))
    print(outputs[-1].numpy())
    return outputs


class Net:
    def __init__(self, sizes):
        self.penalties = []
        for size in sizes:
            self.weights(size)

    def weights(self, size):
        weight = tf.Variable(tf.ones((size, size)))
        self.penalties.append(tf.nn.l2_loss(weight))
        return weight
