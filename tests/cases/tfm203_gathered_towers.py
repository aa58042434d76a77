"""Towers that return their tensors in named tuples and are gathered, beside scores that are."""

import collections

import tensorflow.compat.v1 as tf

Tower = collections.namedtuple("Tower", ["init", "loss"])


class Towers:
    def __init__(self, devices):
        self.devices = devices
        self.session = None
        self.scale = tf.placeholder(tf.float32, ())
        self.towers = []
        for number, device in enumerate(self.devices):
            self.towers.append(self.set_up(number, device))
        self.step = tf.group(*[tower.loss for tower in self.towers])

    def set_up(self, number, device):
        with tf.device(device), tf.name_scope(f"tower{number}"):
            held = tf.Variable(tf.zeros([4]))
            y = tf.layers.dense(held[None] * self.scale, 4)
            with tf.Session() as session:
                session.run(tf.global_variables_initializer())
            return Tower(tf.group(held.initializer), self.loss_of(y))

    def loss_of(self, y):
        return self.session or y


def score(rows, width):
    x = tf.placeholder(tf.float32, (None, 4))
    loss = tf.reduce_mean(tf.layers.dense(x, width))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        return session.run(loss, {x: rows})


def search(rows, widths):
    scores = []
    for width in widths:
        scores.append(score(rows, width))  # want: TFM203
    return scores


def main(rows):
    towers = Towers(["/gpu:0", "/gpu:1"])
    return towers, search(rows, [4, 8])
