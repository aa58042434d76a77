"""A session that a new object takes as the default one is that object's; what is merely run under it is not."""
from typing import Type

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Policy:
    def __init__(self, size):
        self.x = tf.placeholder(tf.float32, [None, size])
        self.session = tf.get_default_session()

    def close(self):
        self.session.close()


def make(size):
    with tf.Graph().as_default():
        session = tf.Session()
        with session.as_default():
            return Policy(size)


def make_any(policy_class, size):
    with tf.Graph().as_default():
        session = tf.Session()
        with session.as_default():
            with tf.variable_scope("policy"):
                return policy_class(size)


class Player:
    def __init__(self, size):
        self.size = size


class GraphPlayer(Player):
    def __init__(self, size):
        super().__init__(size)
        self.session = tf.get_default_session()


def make_player(player_class: Type[Player], size):
    session = tf.Session()
    with session.as_default():
        return player_class(size)


def make_plain(size):
    session = tf.Session()  # want: TFM201
    with session.as_default():
        return Player(size)


class Table:
    def __init__(self, rows):
        self.rows = rows


def read(path):
    session = tf.Session()  # want: TFM201
    with session.as_default():
        return Table(tf.io.read_file(path).eval())


def opened():
    return tf.Session()


def install():
    session = opened()
    session.__enter__()
    return session


def start(agent):
    install()
    agent.prepare()


def stop():
    tf.get_default_session().close()


def warm_up(agent):
    opened()  # want: TFM201
    agent.prepare()
