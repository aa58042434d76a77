"""Variables are shared, but every round adds its operations."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def evaluate(batches):
    for number, rows in enumerate(batches):
        with tf.Session() as sess:
            with tf.variable_scope("cell", reuse=number > 0):
                outputs = tf.layers.dense(rows, 4)  # want: TFM203
            sess.run(tf.global_variables_initializer())
            print(sess.run(outputs))


def widths(batch, count):
    rows = tf.placeholder(tf.float32, [None, 4])
    for _ in range(count):
        for width in (4, 8):
            outputs = tf.layers.dense(rows, width)  # want: TFM203
            with tf.Session() as sess:
                sess.run(tf.global_variables_initializer())
                print(sess.run(outputs, {rows: batch}))
