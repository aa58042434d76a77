"""What a function is given may be a list, or an object that looks after itself."""
import tensorflow as tf
from memories import Ring


class Replay:
    def __init__(self, size):
        self.rows = tf.Variable(tf.zeros((size, 4)))

    def append(self, row):
        self.rows.scatter_nd_update([[0]], [row])


def into_list(found, rows):
    for row in rows:
        print(tf.reduce_sum(row).numpy())
        found.append(tf.constant(row, tf.float32))  # want: TFM501


def into_declared(found: list, rows):
    for row in rows:
        print(tf.reduce_sum(row).numpy())
        found.append(tf.constant(row, tf.float32))  # want: TFM501


def into_unknown(replay, rows):
    for row in rows:
        print(tf.reduce_sum(row).numpy())
        replay.add(tf.constant(row, tf.float32))


def into_object(replay: Replay, rows):
    for row in rows:
        print(tf.reduce_sum(row).numpy())
        replay.append(tf.constant(row, tf.float32))


def into_library(ring: Ring, rows):
    for row in rows:
        print(tf.reduce_sum(row).numpy())
        ring.append(tf.constant(row, tf.float32))


def told_by_caller(ring, rows):
    for row in rows:
        print(tf.reduce_sum(row).numpy())
        ring.append(tf.constant(row, tf.float32))


def main(rows):
    told_by_caller(Replay(4), rows)
