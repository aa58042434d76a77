"""Variables that a session loop adds to the graph."""
import tensorflow.compat.v1 as tf


def settle(values):
    with tf.Session() as sess:
        results = []
        for value in values:
            state = tf.Variable(value)  # want: TFM504
            sess.run(state.initializer)
            results.append(sess.run(state))
    return results


def layers(sizes, x):
    for size in sizes:
        weight = tf.get_variable(f"w{size}", (size, size))
        x = tf.matmul(x, weight)
    with tf.Session() as sess:
        return sess.run(x)
