"""Names of TensorFlow that are looked up when they are first called."""

import tensorflow as tf


class Deferred:
    def __init__(self, find):
        object.__setattr__(self, "find", find)

    def target(self):
        return object.__getattribute__(self, "find")()

    def __call__(self, *given, **named):
        return self.target()(*given, **named)

    def __getattr__(self, name):
        return getattr(self.target(), name)


def v1():
    return tf.compat.v1 if hasattr(tf, "compat") else tf


reset = Deferred(lambda: v1().reset_default_graph)
session = Deferred(lambda: tf.compat.v1.Session if hasattr(tf, "compat") else tf.Session)


def optimized(graph, rows):
    reset()
    with session() as sess:
        tf.import_graph_def(graph, name="")
        return sess.run("scores:0", feed_dict={"rows:0": rows})


def optimize_all(graphs, rows):
    return [optimized(graph, rows).mean() for graph in graphs]


def added(found, rows):
    with session() as sess:
        for row in rows:
            print(sess.run(tf.reduce_mean(found - row)))  # want: TFM202
