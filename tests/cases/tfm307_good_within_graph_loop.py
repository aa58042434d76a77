"""The body of a loop of the graph copies a few steps on purpose."""
import tensorflow as tf


def damped(matrix, limit, copies):
    def body(i, shift):
        for _ in range(copies):
            shift = shift * 0.5 + tf.reduce_mean(matrix) * shift
        return [i + copies, shift]

    return tf.while_loop(lambda i, shift: i < limit, body, [tf.constant(0), tf.reduce_max(matrix)])


@tf.function
def decayed(x, steps: int):
    for _ in range(steps):  # want: TFM307
        x = x * 0.5 + tf.reduce_mean(x)
    return x


def long(matrix):
    def body(i, shift):
        for _ in range(500):  # want: TFM307
            shift = shift * 0.5 + tf.reduce_mean(matrix) * shift
        return [i + 1, shift]

    return tf.while_loop(lambda i, shift: i < 10, body, [tf.constant(0), tf.reduce_max(matrix)])
