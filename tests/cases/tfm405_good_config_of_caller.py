"""Whoever calls decides."""
import pickle
import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def run(config):
    with tf.Session(config=config) as sess:
        return sess.run(tf.constant(1.0))


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as stream:
        print(run(pickle.load(stream)))
