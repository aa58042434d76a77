"""A function that converts what one call gives it keeps as many tensors as there are arguments."""

import tensorflow as tf


def angles(*degrees):
    found = []
    for degree in degrees:
        angle = tf.square(tf.constant(degree))
        if angle.numpy() < 0:
            raise ValueError(degree)
        found.append(angle)
    return found


def counted(*degrees):
    found = []
    for place, degree in enumerate(degrees):
        found.append(tf.square(tf.constant(degree)))
        print(place, found[-1].numpy())
    return found


def named(**degrees):
    found = []
    for name, degree in sorted(degrees):
        found.append(tf.square(degree))
        print(name, found[-1].numpy())
    return found


def listed(degrees):
    found = []
    for degree in degrees:
        angle = tf.square(tf.constant(degree))
        if angle.numpy() < 0:
            raise ValueError(degree)
        found.append(angle)  # want: TFM501
    return found
