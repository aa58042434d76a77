"""The body of ``tf.map_fn`` runs at once in eager code, and is traced in a trace only."""
import random

import tensorflow as tf


class Smudge:
    def __init__(self):
        self.ways = {"rows": self.rows, "columns": self.columns}

    def any(self, pages):
        return self.ways[random.choice(list(self.ways))](pages)

    def rows(self, pages):
        chosen = []

        def one(page):
            row = tf.random.uniform([], 0, 8, tf.int32)
            chosen.append(tf.squeeze(row))
            return page * tf.cast(row, page.dtype)

        return tf.map_fn(one, pages), chosen

    def columns(self, pages):
        return tf.reverse(pages, [1]), []


class Doubler:
    def __init__(self):
        self.seen = []

    @tf.function
    def run(self, pages):
        def one(page):
            self.seen.append(tf.reduce_sum(page))  # want: TFM306
            return page * 2.0

        return tf.map_fn(one, pages)


def spread(pages, seen):
    def one(page):
        seen.append(tf.reduce_sum(page))  # want: TFM306
        return page * 2.0

    return tf.vectorized_map(one, pages)
