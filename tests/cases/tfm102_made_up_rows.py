"""The same made-up rows again and again: as a test of memory, to warm up, and many at once."""

import numpy as np
import tensorflow as tf

net = tf.keras.Sequential([tf.keras.Input((10,)), tf.keras.layers.Dense(2)])


def for_ever():
    row = np.random.uniform(low=0, high=1.0, size=(1, 10))
    while True:
        net.predict(row)  # want: TFM102


def often(times):
    rows = tf.zeros([8, 10])
    for _ in range(times):
        print(net.predict(rows, verbose=0).mean())  # want: TFM102


def written_down():
    row = np.array([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
    for _ in range(1000):
        net.predict(row)  # want: TFM102


def warm_up():
    row = np.zeros((1, 10))
    for _ in range(3):
        net.predict(row)


def many_at_once():
    rows = np.random.random((64, 10))
    for _ in range(60):
        net.predict(rows)


def as_many_as_asked_for(count):
    rows = np.random.rand(count, 10)
    for _ in range(1000):
        net.predict(rows)
