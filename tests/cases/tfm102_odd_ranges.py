"""Rounds that are written down: few, many, more than memory holds, and none that Python would take."""

import tensorflow as tf
from tqdm import trange


def ask(net: tf.keras.Model, rows):
    for place in trange(3):
        print(net.predict(rows[place : place + 1]))
    for place in range(2, 6):
        print(net.predict(rows[place : place + 1]))
    for place in range(2, 30):
        print(net.predict(rows[place : place + 1]))  # want: TFM102
    for place in range(1 << 80):
        print(net.predict(rows[place : place + 1]))  # want: TFM102
    for place in range(0, 100000000000000000000000):
        print(net.predict(rows[place : place + 1]))  # want: TFM102


def ask_wrongly(net: tf.keras.Model, rows):
    for place in range(1, 0, 0):
        print(net.predict(rows[place : place + 1]))  # want: TFM102
    for place in range(1, 2, 3, 4):
        print(net.predict(rows[place : place + 1]))  # want: TFM102
