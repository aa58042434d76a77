"""Numbers that come through helpers, lists of numbers, clocks and bound methods."""
import datetime
import itertools
import math
import time
import uuid

import tensorflow as tf


class Cosine:
    def __init__(self, peak):
        self.peak = peak

    def rate(self, number):
        return self.peak * 0.5 * (1.0 + math.cos(number / 100.0))


@tf.function
def descend(w, g, rate):
    return w - rate * g


def one_step(w, g, number, schedule):
    return descend(w, g, schedule.rate(number))  # want: TFM302


def run(w, g, schedule: Cosine):
    for number in itertools.count():
        w = one_step(w, g, number, schedule)
        if float(tf.norm(w)) < 1e-3:
            return w


@tf.function
def place(image, corner):
    return tf.roll(image, corner, axis=[0, 1])


def pan(image, steps):
    for i in range(steps):
        yield place(image, [i, 2 * i]).numpy()  # want: TFM302


@tf.function
def filtered(x, fn):
    return fn(x)


class Pipeline:
    def clean(self, x):
        return x * 0.5

    def run(self, batches):
        for x in batches:
            yield filtered(x, self.clean).numpy()  # want: TFM302


def scan(x, values: list[float]):
    for value in values:
        yield descend(x, x, rate=value).numpy()  # want: TFM302


def watch(x, stream):
    while stream.open():
        x = descend(x, x, time.monotonic())  # want: TFM302
        x = descend(x, x, float(tf.norm(x)))  # want: TFM302
    return x


def swept(w, g):
    for rate in [k / 100 for k in range(100)]:
        descend(w, g, rate)  # want: TFM302
    for rate in [k / 4 for k in range(4)]:
        descend(w, g, rate)


@tf.function
def tagged(w, tag="", step=0):
    return tf.reduce_sum(w)


def fresh_each_time(batches):
    steps = itertools.count()
    rows = iter(batches)
    for w in batches:
        tagged(w, step=next(steps))  # want: TFM302
        tagged(w, tag=f"run-{uuid.uuid4()}")  # want: TFM302
        tagged(w, tag=datetime.datetime.now().isoformat())  # want: TFM302
        tagged(next(rows), tag="train")
