"""Few rounds by name are few rounds."""

import tensorflow.compat.v1 as tf

ROUNDS = 20


def smoke(step):
    number = 5
    with tf.Session() as session:
        for _ in range(number):
            session.run(step)
        for _ in range(ROUNDS):
            session.run(step)


def train(step, rounds):
    with tf.Session() as session:
        for _ in range(rounds):  # want: TFM204
            session.run(step)
