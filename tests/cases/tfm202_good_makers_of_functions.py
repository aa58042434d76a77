"""Functions that only make a function: operations are added where that is called."""

import tensorflow as tf


def blurred(radius, mode="REFLECT"):
    def inner(image):
        padded = tf.pad(image, [(0, 0), (radius, radius)], mode=mode)
        return tf.reduce_mean(padded, axis=-1)

    return inner


def painted(network, tries):
    attempts = []
    for _ in range(tries):
        filters = [blurred(4), blurred(8, mode="CONSTANT")]
        with tf.Graph().as_default(), tf.Session() as session:
            image = network(filters)
            session.run(tf.global_variables_initializer())
            attempts.append(session.run(image))
    return attempts
