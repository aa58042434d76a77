"""How many rounds a trace has: by the default of a flag, an argument or a record; and rounds that cut something off."""

import argparse
from dataclasses import dataclass

import tensorflow as tf
from absl import flags

FLAGS = flags.FLAGS
flags.DEFINE_integer("depth", 3, "Rounds of a mixer.")
flags.DEFINE_integer("ticks", default=500, help="Rounds of a clock.")


def mixed(value, rounds):
    for _ in range(rounds):
        value = value + tf.roll(value, 1, axis=0)
    return value


def turned(value, rounds):
    for _ in range(rounds):  # want: TFM307
        value = value + tf.roll(value, 2, axis=0)
    return value


@tf.function
def of_flags(value):
    for _ in range(FLAGS.depth):
        value = tf.tanh(value)
    for _ in range(FLAGS.ticks):  # want: TFM307
        value = tf.sin(value)
    return turned(mixed(value, FLAGS.depth), FLAGS.ticks)


@dataclass
class Plan:
    layers: int = 4
    frames: int = 900
    shots: int = 2


class Stack(tf.keras.layers.Layer):
    def __init__(self, plan: Plan):
        super().__init__()
        self.plan = plan

    def call(self, value):
        for _ in range(self.plan.layers):
            value = tf.tanh(value)
        for _ in range(self.plan.frames):  # want: TFM307
            value = tf.sin(value)
        for _ in range(self.plan.shots):  # want: TFM307
            value = tf.cos(value)
        return value


def stacks():
    return [Stack(Plan()), Stack(Plan(layers=6, shots=300))]


def parsed():
    parser = argparse.ArgumentParser()
    parser.add_argument("-w", "--warm-ups", type=int, default=2)
    parser.add_argument("--sweeps", type=int, default=256)
    return step_for(parser.parse_args())


def step_for(options):
    @tf.function
    def step(value):
        for _ in range(options.warm_ups):
            value = tf.tanh(value)
        return value

    return step


def swept():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sweeps", type=int, default=256)
    options = parser.parse_args()

    @tf.function
    def sweep(value):
        for _ in range(options.sweeps):  # want: TFM307
            value = tf.tanh(value)
        return value

    return sweep


@tf.function
def differenced(series, order):
    for _ in range(order):
        series = series[1:] - series[:-1]
    return series


@tf.function
def shifted(series, order):
    for _ in range(order):  # want: TFM307
        series = tf.concat([series[1:], series[:1] + 1.0], axis=0)
    return series


@tf.function
def differenced_often(series):
    for _ in range(100):  # want: TFM307
        series = series[1:] - series[:-1]
    return series
