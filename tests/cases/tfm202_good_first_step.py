"""The initializer runs before the first step only, which a counter tells that nothing resets."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class State:
    def __init__(self):
        self.step = 0


class Trainer:
    def __init__(self, session, loss):
        self.session = session
        self.state = State()
        self.minimize = tf.train.AdamOptimizer(0.1).minimize(loss)

    def train(self, steps):
        if self.state.step == 0:
            self.session.run(tf.global_variables_initializer())
        for _ in range(steps):
            self.session.run(self.minimize)
            self.state.step += 1


def search(session, loss, rounds):
    trainer = Trainer(session, loss)
    for _ in range(rounds):
        trainer.train(10)
