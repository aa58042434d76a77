"""A helper that builds for tensors only is asked about arrays that a session has computed."""

import tensorflow as tf


def size_of(value):
    if isinstance(value, (tf.Tensor, tf.Variable)):
        sizes = tf.unstack(tf.shape(value))
        return sizes[0]
    return value.shape[0]


def rows_of(value):
    return tf.shape(value)[0]


def rows(build, batches):
    with tf.Graph().as_default():
        scores = build()
        with tf.Session() as session:
            for number in range(batches):
                found = session.run(scores)
                for row in range(size_of(found)):
                    yield number, found[row]


def counted(batches):
    places = tf.placeholder(tf.float32, [None, 2])
    with tf.Session() as session:
        for batch in batches:
            print(session.run(rows_of(places), {places: batch}))  # want: TFM202
