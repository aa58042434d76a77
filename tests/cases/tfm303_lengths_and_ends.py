"""Slices whose ends are drawn from a collection, and slices that only move."""

import tensorflow as tf

SIZES = [8, 16, 32]


@tf.function
def energy(samples):
    return tf.reduce_sum(tf.square(samples))


def prefixes(samples, lengths):
    for length in lengths:
        yield float(energy(samples[:length]))  # want: TFM303


def by_word(samples, ends):
    start = 0
    while ends:
        end = ends.popleft()
        print(energy(samples[start:end]))  # want: TFM303
        start = end


def spread(samples, size):
    low = high = 4096
    while low > 0:
        low -= size
        high += size
        print(energy(samples[low:high]))  # want: TFM303


def few(samples):
    return [float(energy(samples[:size])) for size in SIZES]


def batches(samples, parts):
    for part in parts:
        print(energy(samples[: len(part)]))


def ragged(marks):
    return [(mark.begin, mark.end) for mark in marks]


def by_mark(samples, marks):
    for start, end in ragged(marks):
        print(energy(samples[start:end]))  # want: TFM303
