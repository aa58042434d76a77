"""Variables are shared, but every round adds its operations."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def evaluate(batches):
    for number, rows in enumerate(batches):
        with tf.Session() as sess:
            with tf.variable_scope("cell", reuse=number > 0):  # want: TFM203
                outputs = tf.layers.dense(rows, 4)
            sess.run(tf.global_variables_initializer())
            print(sess.run(outputs))
