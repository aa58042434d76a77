"""Closing early, closing another session, and closing something else."""

import tensorflow.compat.v1 as tf


def early(graph, rows, slow):
    with tf.Session(graph=graph) as sess:
        output = sess.run("out:0", {"in:0": rows})
        sess.close()
        slow(output)


def other(graph, outer):
    with tf.Session(graph=graph) as sess:
        sess.run("out:0")
        outer.close()


def file(path):
    with open(path) as lines:
        lines.close()
