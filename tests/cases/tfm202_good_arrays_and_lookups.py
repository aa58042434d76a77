"""Fetches that look up, concatenate and index what exists, and arithmetic on the arrays that come back."""

import functools

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


class Agent:
    def __init__(self, actions):
        self.states = tf.placeholder(tf.float32, [None, 4])
        self.values = tf.layers.dense(self.states, actions)
        self.fetches = {"values": self.values}
        self.extra = []
        self._best = None

    @property
    def best(self):
        if self._best is None:
            self._best = tf.argmax(self.values, axis=1)
        return self._best

    @functools.lru_cache(maxsize=None)
    def column(self, number):
        return self.values[:, number]

    def act(self, sess, batches, names):
        chosen = []
        for states in batches:
            values = sess.run(self.fetches["values"], {self.states: states})
            best = sess.run([self.best] + self.extra, {self.states: states})[0]
            first = sess.run(self.column(0), {self.states: states})
            named = sess.run(["scope/" + name + ":0" for name in names])
            values = -values[:, 0] + first
            chosen.append((np.argmax(values), best - 1, named))
        return chosen


def frozen_inference(graph_def, images):
    """Eager preprocessing beside a session on a frozen graph would be fine as well; here it is numpy."""
    graph = tf.Graph()
    with graph.as_default():
        tf.import_graph_def(graph_def, name="")
    with tf.Session(graph=graph) as sess:
        output = graph.get_tensor_by_name("out:0")
        return [sess.run(output, {"in:0": np.asarray(image)[None] / 255.0})[0] for image in images]


def first_round_only(sess, loss, batches, rows):
    for number, batch in enumerate(batches):
        if number == 0:
            sess.run(tf.global_variables_initializer())
        sess.run(loss, {rows: batch})


def fit(files, parse, step, rounds):
    rows = tf.data.make_one_shot_iterator(tf.data.TFRecordDataset(files).map(parse)).get_next()
    pairs = tf.data.make_one_shot_iterator(tf.data.TFRecordDataset(files).map(parse)).get_next()
    with tf.Session() as session:
        for _ in range(rounds):
            session.run([step, rows["label"], pairs[0]])
            session.run(rows["label"][:8])  # want: TFM202
