"""Lists that a computation hands back, one element for each of its parts, and lists of a whole pass."""

import numpy as np
import tensorflow as tf


def octaves(sound, count):
    levels = [sound]
    for _ in range(1, count):
        levels.append(tf.nn.avg_pool1d(levels[-1], 2, 2, "VALID"))
        levels[-2] -= tf.repeat(levels[-1], 2, axis=1)
    return levels


def sensitivities(tape, outputs, weights):
    found = []
    for place in range(len(outputs)):
        found.append(tape.gradient(outputs[place], weights))
    return [tf.norm(each) for each in found], len(outputs)


class Report:
    def __init__(self, net: tf.keras.Model, splitter):
        self.net = net
        self.splitter = splitter

    def columns(self, table, widths):
        found = []
        for place, width in enumerate(widths):
            if width > 1:
                found.append(tuple(tf.concat(self.splitter.parts(c), 0) for c in table[place]))
            else:
                found.append(tf.concat(self.splitter.parts(table[place]), axis=0))
        return tuple(found)

    def spread(self, one, other, draws):
        here = {name: [] for name in ("mean", "deviation")}
        for place in range(draws):
            gap = one[place] - other[place]
            here["mean"].append(tf.reduce_mean(gap))
            here["deviation"].append(tf.math.reduce_std(gap, keepdims=True))
        joined = {name: tf.stack(rows) for name, rows in here.items()}
        return joined

    def by_axis(self, limits, table):
        inside, cut = None, {}
        for axis in limits.axes:
            limit = limits.along(axis)
            column = tf.reshape(table[axis], (-1,))
            if limit.is_set:
                inside = limit.holds(column)
            cut[axis] = column
        return cut, inside

    def answers(self, rows):
        found = []
        for row in rows:
            found.append(tf.reduce_mean(self.net(row[None], training=False)))  # want: TFM101, TFM501
        return found

    def mean_gap(self, rows, others):
        gaps = []
        for row, other in zip(rows, others):
            gaps.append(tf.reduce_mean(tf.abs(row - other)))  # want: TFM501
        return np.mean(gaps)


def run(folder, tables, limits):
    report = Report(tf.keras.models.load_model(folder), folder)
    for table in tables:
        with tf.GradientTape(persistent=True) as tape:
            outputs = tf.nn.relu(table)
        print(octaves(table, 4)[0].numpy(), sensitivities(tape, outputs, table)[0][0].numpy())
        print(report.columns(table, [1, 2]), report.spread(table, outputs, 3)["mean"].numpy())
        print(report.by_axis(limits, table)[0], report.answers(table)[0].numpy())
        print(report.mean_gap(table, outputs))
