"""Whole-length shuffles of rows and names, and bounded ones of images."""

import random

import tensorflow as tf


def scaled(row):
    return tf.cast(row, tf.float32) / 255.0


def rows(x, y):
    return (
        tf.data.Dataset.from_tensor_slices((x, y)).map(lambda a, b: (scaled(a), b)).shuffle(len(x)).batch(8)
    )


def images(paths, buffer):
    names = tf.data.Dataset.from_tensor_slices(paths).shuffle(len(paths))
    decoded = names.map(lambda path: tf.io.decode_png(tf.io.read_file(path)))
    return decoded.shuffle(min(buffer, 512)).batch(8)


def deck(cards):
    random.shuffle(cards)
    return cards
