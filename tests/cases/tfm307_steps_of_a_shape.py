"""The time steps of an argument, and the channels of a picture."""
import tensorflow as tf


@tf.function
def summed(xs):
    total = 0.0
    for t in range(xs.shape[1]):  # want: TFM307
        total += tf.reduce_sum(xs[:, t])
    return total


@tf.function
def by_channel(image):
    parts = []
    for c in range(image.shape[-1]):
        parts.append(tf.reduce_max(image[..., c]))
    return tf.stack(parts)


@tf.function
def dynamic(xs):
    total = 0.0
    for t in tf.range(tf.shape(xs)[1]):
        total += tf.reduce_sum(xs[:, t])
    return total
