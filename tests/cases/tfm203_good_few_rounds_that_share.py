"""Two ways to build a cell are compared over the same variables."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def compare(rows):
    results = []
    for peephole in [False, True]:
        with tf.Session() as sess:
            with tf.variable_scope("cell", reuse=peephole):
                outputs = tf.layers.dense(rows, 4)
            sess.run(tf.global_variables_initializer())
            results.append(sess.run(outputs))
    return results


def shapes(height):
    rows = tf.placeholder(tf.float32, [1, height, None, 3])
    results = []
    for padding in ["same", "valid"]:
        for stride in [1, 2]:
            output = tf.layers.conv2d(rows, 8, 3, strides=stride, padding=padding)
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                results.append(sess.run(output, {rows: [[[[1.0, 2.0, 3.0]] * height] * height]}).shape)
    return results
