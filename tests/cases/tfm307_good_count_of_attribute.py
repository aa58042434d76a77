"""A count that the caller reads from its own attributes is as unknown as the attribute."""

import tensorflow as tf


def powers(row, matrix, order):
    found = []
    for _ in range(order):
        row = tf.matmul(row, matrix)
        found.append(row)
    return tf.stack(found, axis=1)


def smooth(row, rounds):
    for _ in range(rounds):
        row = 0.5 * (row + tf.roll(row, 1, 0))
    return row


class Walks:
    def __init__(self, matrix, order=4, rounds=3):
        self.matrix = matrix
        self.order = order
        self.rounds = rounds

    def flow(self, rows):
        walks = tf.data.Dataset.from_tensor_slices(rows)
        walks = walks.map(lambda row: powers(row[tf.newaxis], self.matrix, order=self.order))
        return walks.map(lambda walk: smooth(walk, self.rounds))


for walk in Walks(tf.eye(5)).flow(tf.eye(5)):
    print(walk.shape)
