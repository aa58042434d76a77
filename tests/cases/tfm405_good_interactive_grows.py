"""An interactive session without options lets GPU memory grow; one that is given some follows those."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def explore(graph):
    shell = tf.InteractiveSession(graph=graph)
    print(shell.run(tf.constant(3.0)))
    shell.close()


def measure(total):
    with tf.Session() as later:
        return later.run(total)


if __name__ == "__main__":
    explore(tf.get_default_graph())
    print(measure(tf.reduce_sum(tf.zeros([int(sys.argv[1])]))))
