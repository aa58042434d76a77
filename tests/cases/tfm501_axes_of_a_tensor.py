"""One entry for each axis of a tensor is no growth; one for each row is."""

import tensorflow as tf


def whole_shape(tensor):
    static = tensor.shape.as_list()
    dynamic = tf.shape(tensor)
    shape = []
    for axis, size in enumerate(static):
        shape.append(size if size is not None else dynamic[axis])
    for axis in range(len(tensor.get_shape())):
        shape.append(dynamic[axis])
    return shape


def row_norms(tensor):
    norms = []
    for row in range(tensor.shape[0]):
        norms.append(tf.norm(tensor[row]))  # want: TFM501
    print(norms[0].numpy(), whole_shape(tensor))


row_norms(tf.ones((100, 3)))
