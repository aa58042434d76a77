"""A session that a called function enters, under another name or its own; beside one it only runs."""

import tensorflow.compat.v1 as tf


class Runner:
    def __init__(self, target):
        self.target = target
        self.loss = tf.get_variable("loss", ())

    def make(self):
        return tf.Session(self.target)

    def enqueue(self, given=None):
        session = given or self.make()
        with tf.device("/cpu:0"), session:
            return session.run(self.loss)

    def ask(self, given):
        with given:
            return given.run(self.loss)

    def borrow(self, given):
        return given.run(self.loss)


def first(runner):
    session = runner.make()
    session.run(tf.global_variables_initializer())
    return runner.enqueue(session)


def second(runner):
    session = runner.make()
    session.run(tf.global_variables_initializer())
    return runner.ask(session)


def third(runner):
    session = runner.make()  # want: TFM201
    session.run(tf.global_variables_initializer())
    return runner.borrow(session)


def main():
    runner = Runner("")
    return first(runner), second(runner), third(runner)
