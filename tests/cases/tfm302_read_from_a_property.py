"""Numbers that an object computes when they are read."""
import functools

import tensorflow as tf


@tf.function
def damp(wave, factor):
    return wave * factor


class Fading:
    def __init__(self, first):
        self.first = first
        self.turns = 0

    @property
    def strength(self):
        return self.first / (1 + self.turns)

    @property
    def start(self):
        return self.first

    @functools.cached_property
    def settled(self):
        return self.first / (2 + self.turns)

    def turn(self):
        self.turns += 1
        return self.strength


def play(waves):
    fading = Fading(0.9)
    for wave in waves:
        damp(wave, fading.turn())  # want: TFM302
        damp(wave, fading.strength)  # want: TFM302
        damp(wave, fading.start)
        damp(wave, fading.settled)
