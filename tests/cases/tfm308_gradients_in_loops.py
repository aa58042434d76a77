"""Custom gradients that traced loops define, and one that is defined once."""
import tensorflow as tf


def straight_through(x):
    @tf.custom_gradient  # want: TFM308
    def inner(value):
        return tf.round(value), lambda dy: dy

    return inner(x)


@tf.function
def quantise(batch):
    for _ in range(4):
        batch = straight_through(batch)
    return batch


@tf.custom_gradient
def clipped(x):
    return tf.identity(x), lambda dy: tf.clip_by_value(dy, -1.0, 1.0)


@tf.function
def repeated(batch):
    for _ in range(4):
        batch = clipped(batch)
    return batch


@tf.function
def once(batch):
    @tf.custom_gradient
    def reverse(value):
        return tf.identity(value), lambda dy: -dy

    return reverse(batch)


def eager(batches):
    for batch in batches:

        @tf.custom_gradient
        def scaled(value):
            return value * 2.0, lambda dy: dy

        print(float(tf.reduce_sum(scaled(batch))), float(tf.reduce_sum(once(batch))))


@tf.function
def in_turn(batch, count):
    for strength in range(count):  # want: TFM307

        @tf.custom_gradient  # want: TFM308
        def damped(value):
            return tf.identity(value), lambda dy: dy / (1 + strength)

        batch = damped(batch)
    return batch
