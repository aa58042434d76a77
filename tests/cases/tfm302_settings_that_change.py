"""Numbers that start as settings of a dictionary and change while the program runs."""

import tensorflow as tf


class Trainer:
    def __init__(self, settings, options):
        self.penalty = settings.get("penalty", 0.2)
        self.noise = getattr(options, "noise", 1.0)
        self.weights = settings.get("weights")
        self.width = settings.get("width", 64)

    @tf.function
    def step(self, rows, factor):
        return tf.reduce_mean(rows) * factor

    def train(self, rows):
        loss = float(self.step(rows, self.penalty))  # want: TFM302
        if loss > 2.0:
            self.penalty *= 1.5
        return loss

    def disturb(self, rows):
        self.noise = self.noise * 0.99
        return self.step(rows, self.noise)  # want: TFM302

    def weigh(self, rows):
        self.weights *= 0.5
        return self.step(rows, self.weights)

    def widen(self, rows):
        return self.step(rows, self.width)


def run(settings, options, batches):
    trainer = Trainer(settings, options)
    rate = settings.get("rate", 0.1)
    for rows in batches:
        print(trainer.train(rows), trainer.disturb(rows), trainer.weigh(rows), trainer.widen(rows))
        trainer.step(rows, rate)  # want: TFM302
        rate = rate * 0.95
