"""Objects that a class makes of itself, in a loop and once."""
import tensorflow as tf


class Line:
    def __init__(self, slope, start):
        self.slope, self.start = slope, start

    @classmethod
    def through(cls, first, second):
        return cls(second - first, first)

    @tf.function  # want: TFM304
    def at(self, x):
        return self.slope * x + self.start


class Steep(Line):
    pass


class Level:
    def __init__(self, height):
        self.height = height

    @classmethod
    def ground(cls):
        return cls(0.0)

    @tf.function
    def at(self, x):
        return tf.zeros_like(x) + self.height


def interpolated(points, x):
    total = 0.0
    for first, second in points:
        total += float(tf.reduce_sum(Steep.through(first, second).at(x)))
    return total


def above_ground(batches):
    ground = Level.ground()
    return [float(tf.reduce_max(ground.at(x))) for x in batches]


class Slope:
    @tf.function  # want: TFM304
    def of(self, x):
        return x[1:] - x[:-1]


class Bend:
    @tf.function
    def of(self, x):
        return x[2:] - 2.0 * x[1:-1] + x[:-2]


def steepest(change, x):
    return float(tf.reduce_max(change.of(x)))


def numbers(batches):
    return [steepest(Slope(), x) for x in batches]


def wrapped(change):
    return [change, steepest]


def objects(batches):
    return [wrapped(Bend()) for _ in batches]
