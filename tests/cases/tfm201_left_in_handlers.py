"""Ways out of a handler: one that hides the exception is an early return like any other."""
import logging

import tensorflow.compat.v1 as tf

log = logging.getLogger(__name__)


def values(graph, saver, checkpoint, names):
    sess = tf.Session(graph=graph)  # want: TFM201
    try:
        saver.restore(sess, checkpoint)
    except tf.errors.NotFoundError:
        log.warning("nothing at %s", checkpoint)
        return {}
    found = dict(zip(names, sess.run(names)))
    sess.close()
    return found


def values_or_error(graph, saver, checkpoint, names):
    sess = tf.Session(graph=graph)
    try:
        saver.restore(sess, checkpoint)
    except tf.errors.NotFoundError as problem:
        raise FileNotFoundError(checkpoint) from problem
    found = dict(zip(names, sess.run(names)))
    sess.close()
    return found


def values_closed(graph, saver, checkpoint, names):
    sess = tf.Session(graph=graph)
    try:
        saver.restore(sess, checkpoint)
    except tf.errors.NotFoundError:
        sess.close()
        return {}
    found = dict(zip(names, sess.run(names)))
    sess.close()
    return found


def drained(graph, op):
    sess = tf.Session(graph=graph)
    try:
        while True:
            sess.run(op)
    except tf.errors.OutOfRangeError:
        log.info("done")
    sess.close()
