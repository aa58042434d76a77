"""Tapes that have their name before a with statement opens them."""
import tensorflow as tf


def climb(height, place, steps):
    for _ in range(steps):
        tape = tf.GradientTape(persistent=True)  # want: TFM502
        with tape:
            value = height(place)
        place.assign_add(0.01 * tape.gradient(value, place))
    return float(value)


def hurried(height, place, optimizer):
    tape = tf.GradientTape()
    with tape:
        depth = -height(place)
        slope = tape.gradient(depth, place)  # want: TFM503
    optimizer.apply_gradients([(slope, place)])
    return depth


def both_sides(left, right, place):
    tape = tf.GradientTape(persistent=True)
    with tape:
        a, b = left(place), right(place)
    return tape.gradient(a, place), tape.gradient(b, place)


def another(height, place):
    spare = tf.GradientTape(persistent=True)
    with tf.GradientTape() as tape:
        value = height(place)
    del spare
    return tape.gradient(value, place)
