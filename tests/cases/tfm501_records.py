"""Records of a round, made of what the round computed: a class, a named tuple, a dictionary."""
import collections
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import tensorflow as tf


class Round:
    def __init__(self, number, error, slope):
        self.number = number
        self.error = error
        self.slope = float(slope)


@dataclass
class Look:
    number: int
    error: tf.Tensor


class Pair(NamedTuple):
    low: float
    high: float


Spot = collections.namedtuple("Spot", "place value")


@tf.function
def error_of(x, y):
    return tf.reduce_mean(tf.square(x - y))


def train(batches):
    rounds, looks, rows, pairs, spots, lines = [], [], [], {}, [], []
    for number, (x, y) in enumerate(batches):
        error = error_of(x, y)
        rounds.append(Round(number, error, 0.0))  # want: TFM501
        looks.append(Look(number, error=error))  # want: TFM501
        rows.append(dict(number=number, error=error))  # want: TFM501
        pairs[number] = Pair(error, number)  # want: TFM501
        spot = Spot("end", error)
        spots.append(spot)  # want: TFM501
        lines.append(Pair(float(error), number))
    return rounds, looks, rows, pairs, spots, lines


def numbers(batches):
    rounds, looks = [], collections.deque(maxlen=20)
    for number, (x, y) in enumerate(batches):
        error = error_of(x, y)
        rounds.append(Round(number, error.numpy(), error))
        looks.append(Look(number, error))
    return np.mean([one.error for one in rounds]), [float(look.error) for look in looks]


def slope_of(weight, batches):
    seen = []
    for x, y in batches:
        with tf.GradientTape() as tape:  # want: TFM502
            error = tf.reduce_mean(tf.square(x * weight - y))
        weight.assign_sub(0.1 * tape.gradient(error, weight))
        seen.append(Look(tape, float(error)))
    return [look.error for look in seen]
