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
