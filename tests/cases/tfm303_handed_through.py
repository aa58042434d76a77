"""What is done with a part of an array before it is passed leaves its length as it is, or settles it."""
import numpy as np
import pandas as pd
import tensorflow as tf


@tf.function
def energy(samples):
    return tf.reduce_sum(tf.square(samples))


def tables(frame: pd.DataFrame, first):
    for day in range(first, len(frame)):
        past = frame["close"].iloc[:day].to_numpy()
        print(energy(past))  # want: TFM303
        print(energy(frame.iloc[:day].values.astype("float32")))  # want: TFM303


def standardised(samples, first):
    for end in range(first, len(samples)):
        part = samples[:end]
        part = (part - part.mean()) / part.std()
        print(energy(part))  # want: TFM303
        print(energy(np.log1p(samples[:end]).reshape(1, -1)))  # want: TFM303
        print(energy(tf.abs(tf.constant(samples[:end] * 2.0))))  # want: TFM303


def thinned(samples, most):
    for step in range(1, most):
        print(energy(samples[::step]))  # want: TFM303
        print(energy(samples[step::2][:100]))


def numbers(samples, first):
    for end in range(first, len(samples)):
        print(energy(np.float32(samples[:end].mean())))
        print(energy(samples[end - first : end] - samples[:end].mean()))
        print(energy(np.full(8, samples[:end].sum())))
        print(energy(samples[end].reshape(-1)))


def filled_up(tokens, size):
    for end in range(1, len(tokens)):
        rest = [0] * (size - end)
        print(energy(tf.constant(tokens[:end] + rest)))
        print(energy(np.array(tokens[:end] + [0] * (size - end))))
        print(energy(np.array(tokens[:end]) + 1.0))  # want: TFM303


def one_by_one(rows, scale):
    for row in rows:
        print(energy(np.sqrt(row * scale)))


def by_size(first, last, rows):
    for size in range(first, last):
        print(energy(tf.ones((size, 8))))  # want: TFM303
        print(energy(np.zeros(size).astype(np.float32)))  # want: TFM303
        print(energy(tf.random.normal((4, 8), mean=float(size))))
    for row in rows:
        print(energy(np.zeros(row.shape)))
