"""Numbers that a function of Python makes of a range."""
import datetime
import math

import tensorflow as tf


@tf.function
def rotated(image, angle):
    return tf.image.rot90(image, tf.cast(angle, tf.int32))


def spin(image):
    for angle in map(math.radians, range(0, 360, 5)):
        image = rotated(image, angle)  # want: TFM302
    for angle in map(math.radians, (0, 90)):
        image = rotated(image, angle)
    for angle in map(tf.constant, range(360)):
        image = rotated(image, angle)
    return image


@tf.function
def labelled(x, label):
    tf.print(label, tf.reduce_mean(x))
    return x


def stamped(batches):
    for batch in batches:
        labelled(batch, str(datetime.datetime.now()))  # want: TFM302
        labelled(batch, str(3))
