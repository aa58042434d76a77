"""Numbers that a function computes from what each round of its caller gives it."""

import tensorflow as tf


@tf.function
def weighted(rows, weight):
    return weight * tf.reduce_sum(rows)


class Penalty(tf.keras.callbacks.Callback):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def on_epoch_begin(self, epoch, logs=None):
        print(weighted(self.rows, epoch / 10))  # want: TFM302

    def on_test_begin(self, logs=None):
        print(weighted(self.rows, logs))


class Trainer:
    share = 0.2

    def update(self, batches, progress):
        share = self.share * (1 - progress)
        for rows in batches:
            print(weighted(rows, share))  # want: TFM302

    def check(self, batches):
        share = self.share
        for rows in batches:
            print(weighted(rows, share))


def train(trainer: Trainer, batches, rounds):
    for number in range(rounds):
        trainer.update(batches, number / rounds)
        trainer.check(batches)
