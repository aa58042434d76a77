"""Spans of unlike length, arrays that grow, and words of a text."""
import numpy as np
import tensorflow as tf


@tf.function
def energy(x):
    return tf.reduce_sum(tf.square(x))


fast = tf.function(lambda x: tf.reduce_mean(x))


def segments(signal, spans):
    return [float(energy(signal[start:end])) for start, end in spans]  # want: TFM303


def suffixes(signal):
    for i in range(len(signal) - 1):
        yield fast(signal[i:]).numpy()  # want: TFM303


def with_memory(stream):
    seen = np.zeros((0,), dtype="float32")
    for value in stream:
        seen = np.append(seen, value)
        print(float(energy(seen)))  # want: TFM303


def hashes(texts):
    for text in texts:
        ids = [hash(word) % 1000 for word in text.split()]
        yield [len(word) for word in text.split()], ids


def words(texts, table):
    for text in texts:
        pieces = text.split()
        yield energy(tf.constant(pieces)).numpy()  # want: TFM303


def in_batches(chunks):
    parts = []
    for chunk in chunks:
        parts.append(chunk)
        if len(parts) == 8:
            energy(tf.stack(parts))
            parts.clear()


def all_so_far(chunks):
    parts = []
    for chunk in chunks:
        parts.append(chunk)
        energy(tf.stack(parts))  # want: TFM303
