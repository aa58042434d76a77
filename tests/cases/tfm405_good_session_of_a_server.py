"""A session of a server works on the devices of the server, by the options of the server."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def freeze(address, path):
    with tf.Graph().as_default(), tf.Session(address) as session:
        tf.train.import_meta_graph(path)
        return session.graph.as_graph_def()


if __name__ == "__main__":
    freeze(f"grpc://{sys.argv[1]}:8470", "model.meta")
