"""Helpers that open an event file whenever they are called."""

import tensorflow.compat.v1 as tf

FOLDER = "runs"


def note(step):
    writer = tf.summary.FileWriter(FOLDER)  # want: TFM604
    writer.add_summary(tf.Summary(), step)
    writer.close()


def noted(values):
    for step, _ in enumerate(values):
        note(step)


def note_in(folder, value):
    with tf.summary.FileWriter(folder) as writer:
        writer.add_summary(tf.Summary(), value)


def noted_apart(values):
    for value in values:
        note_in(f"{FOLDER}/{value}", value)


class Board:
    def __init__(self, folder):
        self.folder = folder

    def note(self, value):
        with tf.summary.FileWriter(self.folder) as writer:
            writer.add_summary(tf.Summary(), value)


def boards(folders):
    for folder in folders:
        Board(folder).note(3)


class Chart:
    def __init__(self, folder):
        self.folder = folder

    def note(self, value):
        with tf.summary.FileWriter(self.folder) as writer:  # want: TFM604
            writer.add_summary(tf.Summary(), value)


def chart(folder, values):
    one = Chart(folder)
    for value in values:
        one.note(value)


class Runs:
    def __init__(self):
        self.number = 0

    def folder(self):
        self.number += 1
        return f"{FOLDER}/{self.number}"

    def note(self, value):
        with tf.summary.FileWriter(self.folder()) as writer:
            writer.add_summary(tf.Summary(), value)


def runs(values):
    all_runs = Runs()
    for value in values:
        all_runs.note(value)
