"""Containers that are filled up to a length, and then hold others; one that only asks for its length."""
import random

import tensorflow as tf


class Pool:
    def __init__(self, size):
        self.size = size
        self.kept = []
        self.place = 0

    def swap(self, picture):
        if len(self.kept) < self.size and picture is not None:
            self.kept.append(picture)
            return picture
        number = random.randrange(self.size)
        old, self.kept[number] = self.kept[number], picture
        return old

    def ring(self, picture):
        if len(self.kept) == self.size:
            self.kept[self.place] = picture
            self.place = (self.place + 1) % self.size
        else:
            self.kept.append(picture)


@tf.function
def made(x):
    return tf.nn.relu(x)


def run(pool: Pool, batches):
    shown, late = [], []
    for batch in batches:
        picture = made(batch)
        pool.ring(pool.swap(picture))
        if 8 > len(shown):
            shown.append(picture)
        if len(late) > 8:
            print("many")
        else:
            print("few")
        if len(shown) > 4:
            late.append(picture)  # want: TFM501
    return shown, late
