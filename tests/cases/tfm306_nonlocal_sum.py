"""A traced inner function that adds to a variable of the function around it."""
import tensorflow as tf


def outer(dataset):
    total = tf.constant(0.0)

    @tf.function
    def add(x):
        nonlocal total
        total += tf.reduce_sum(x)  # want: TFM306

    @tf.function
    def whole(rows):
        best = tf.constant(0.0)

        def keep(x):
            nonlocal best
            best = tf.maximum(best, x)

        keep(tf.reduce_max(rows))
        return best

    for x in dataset:
        add(x)
        print(float(whole(x)))
    return total
