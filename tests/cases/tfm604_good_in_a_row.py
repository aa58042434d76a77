"""Writers and sessions that a function hands out in a row, which ``with`` does not take."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def prepare(folder, session):
    merged = tf.summary.merge_all()
    events = tf.summary.FileWriter(folder, session.graph)
    return merged, events, tf.train.Saver()


class Runner:
    def __init__(self, folder):
        self.folder = folder

    def run(self, session):
        parts = prepare(self.folder, session)
        self.merged = parts[0]
        self.saver = parts[2]
        return self.saver


def opened(graph):
    session = tf.Session(graph=graph)
    return session, graph.get_operations()


def count(graph, finish):
    both = opened(graph)
    operations = both[1]
    finish(both[0])
    return len(operations)
