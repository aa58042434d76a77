"""A monitored session finalizes its graph; a handful of rounds needs nothing; other objects run too."""

import subprocess

import tensorflow.compat.v1 as tf


def monitored(step_op):
    with tf.train.MonitoredTrainingSession() as sess:
        while not sess.should_stop():
            sess.run(step_op)


def warm_up(sess: tf.Session, step_op):
    for _ in range(5):
        sess.run(step_op)


def commands(lines):
    while lines:
        subprocess.run(lines.pop(), check=True)


def drain(dequeue):
    """The session that is the default here is another's."""
    session = tf.get_default_session()
    while True:
        session.run(dequeue)
