"""A method of one of two classes, of which one only runs what it built; beside two that both build."""

import tensorflow.compat.v1 as tf


class InGraph:
    def __init__(self):
        self.state = tf.get_variable("in_graph", (4,))

    def reset(self):
        return tf.assign(self.state, tf.zeros(4))


class InSession:
    def __init__(self):
        self.state = tf.get_variable("in_session", (4,))
        self.cleared = tf.assign(self.state, tf.zeros(4))
        self.session = tf.Session()

    def reset(self):
        return self.session.run(self.cleared)

    def close(self):
        self.session.close()


class InGraphToo(InGraph):
    def reset(self):
        return tf.assign(self.state, tf.ones(4))


def play(in_graph, rounds):
    kind = InGraph if in_graph else InSession
    env = kind()
    with tf.Session() as session:
        for _ in range(rounds):
            env.reset()
            session.run(env.state)


def play_in_graph(ones, rounds):
    kind = InGraphToo if ones else InGraph
    env = kind()
    with tf.Session() as session:
        for _ in range(rounds):
            session.run(env.reset())  # want: TFM202
