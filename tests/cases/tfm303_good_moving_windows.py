"""Windows of one length that move over the samples: the ends are computed from each other, or step alike."""

import tensorflow as tf


@tf.function
def energy(samples):
    return tf.reduce_sum(tf.square(samples))


def by_number(samples, size, count):
    for number in range(count):
        start = number * size
        end = start + size
        print(energy(samples[start:end]))


def to_the_end(samples, size):
    for start in range(0, len(samples), size):
        end = min(start + size, len(samples))
        yield float(energy(samples[start:end]))


def stepping(samples, size):
    low, high = 0, size
    while high <= len(samples):
        print(energy(samples[low:high]))
        low += size
        high += size


def onsets(samples, starts):
    for start in starts:
        print(energy(samples[start : start + 400]))


def onset(samples, start):
    end = start + 400
    return float(energy(samples[start:end]))


def of_each(samples, starts):
    return [onset(samples, 10 * k) for k, _ in enumerate(starts)]


def spans(count, size):
    return [(k * size, min(count, (k + 1) * size)) for k in range(0, count // size)]


def by_span(samples, size):
    for start, end in spans(len(samples), size):
        print(energy(samples[start:end]))


def by_pair(samples, size):
    for start, end in zip(range(0, 4000, size), range(size, 4000, size), strict=False):
        print(energy(samples[start:end]))
