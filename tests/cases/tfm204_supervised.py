"""A supervisor finalizes the graph when it is made, also beside another session of the same name."""

import tensorflow.compat.v1 as tf


def run(mode, folder, steps):
    rate = tf.get_variable("rate", ())
    halve = rate.assign(rate / 2)
    if mode == "show":
        start = tf.global_variables_initializer()
        with tf.Session() as session:
            session.run(start)
        return
    supervisor = tf.train.Supervisor(logdir=folder)
    with supervisor.managed_session() as session:
        for _ in range(steps):
            session.run(halve)


def unsupervised(mode, steps):
    rate = tf.get_variable("rate", ())
    halve = rate.assign(rate / 2)
    start = tf.global_variables_initializer()
    if mode == "show":
        with tf.Session() as session:
            session.run(start)
        return
    with tf.Session() as session:
        session.run(start)
        for _ in range(steps):  # want: TFM204
            session.run(halve)
