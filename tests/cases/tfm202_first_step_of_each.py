"""The counter starts again in each round, and so does what it guards."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Trainer:
    def __init__(self, session, loss):
        self.session = session
        self.loss = loss
        self.step = 0

    def train(self, steps):
        self.step = 0
        while self.step < steps:
            self.train_step()

    def train_step(self):
        if self.step == 0:
            self.session.run(tf.global_variables_initializer())  # want: TFM202
        self.session.run(self.loss)
        self.step += 1


def search(session, loss, rounds):
    trainer = Trainer(session, loss)
    for _ in range(rounds):
        trainer.train(10)
