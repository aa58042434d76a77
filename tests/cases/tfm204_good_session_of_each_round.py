"""Each class gets a network and a session of its own, so no graph is complete before the loop."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def search(session, loss, steps):
    optimizer = tf.train.AdamOptimizer(0.1).minimize(loss)
    session.run(tf.global_variables_initializer())
    session.run(optimizer)
    return session.run(loss)


def certify(classes, rows):
    found = []
    for number in range(classes):
        with tf.Graph().as_default():
            loss = tf.reduce_sum(tf.layers.dense(tf.constant(rows), number + 1))
            with tf.Session() as session:
                found.append(search(session, loss, 10))
    return found
