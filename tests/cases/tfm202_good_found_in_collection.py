"""Operations that are made when a collection of the graph is empty still, and found there later."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def ensure_switch():
    found = tf.get_collection("switch")
    if len(found) == 0:
        switch = tf.Variable(False, name="switch")
        tf.add_to_collection("switch", switch)
        tf.add_to_collection("switch_on", tf.assign(switch, True))


def turn_on(session):
    ensure_switch()
    session.run(tf.get_collection("switch_on")[0])


def main():
    x = tf.placeholder(tf.float32, (None,))
    doubled = x * 2.0
    with tf.Session() as session:
        for step in range(100):
            turn_on(session)
            print(session.run(doubled, {x: [step]}))


class Net:
    def get_vars(self):
        if hasattr(self, "vars"):
            return self.vars
        self.vars = [tf.Variable(1.0), tf.Variable(2.0)]
        return self.vars


def report(net, x):
    with tf.Session() as session:
        for step in range(100):
            net.get_vars()
            print(session.run(x, {x: [step]}))
