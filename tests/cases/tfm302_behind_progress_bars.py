"""Loops behind progress bars, lists, variables and generators count as those would alone."""
import itertools

import numpy as np
import tensorflow as tf
import tqdm.auto as bars
from rich.progress import track
from tqdm import tqdm, trange


@tf.function
def mixed(x, share):
    return x * share


@tf.function
def distance(net, x):
    return tf.reduce_mean(tf.abs(net(x) - x))


def cooling(rounds):
    heat = 1.0
    for _ in range(rounds):
        yield heat, "hot"
        heat *= 0.9


def three():
    for level in (1, 2, 3):
        yield level


def counted(x, rounds):
    for number in bars.tqdm(range(rounds), desc="a"):
        x = mixed(x, number)  # want: TFM302
    for number in trange(rounds):
        x = mixed(x, number)  # want: TFM302
    for number, y in enumerate(tqdm(x)):
        x = mixed(y, number)  # want: TFM302
    bar = tqdm(enumerate(x), total=rounds)
    for number, y in bar:
        x = mixed(y, number)  # want: TFM302
        bar.set_postfix(number=number)
    for number in reversed(range(rounds)):
        x = mixed(x, number)  # want: TFM302
    return x


def drawn(x, names, rounds):
    shares = [0.9**i for i in range(rounds)]
    for share in shares:
        x = mixed(x, share)  # want: TFM302
    titles = (f"{number}: {name}" for number, name in enumerate(names))
    for title in titles:
        x = mixed(x, title)  # want: TFM302
    for heat, _ in cooling(rounds):
        x = mixed(x, heat)  # want: TFM302
    return x


def few(x, rounds):
    for number in tqdm(range(4)):
        x = mixed(x, number)
    for level in three():
        x = mixed(x, level)
    for share in [0.9**i for i in range(3)]:
        x = mixed(x, share)
    for _, word in cooling(rounds):
        x = mixed(x, word)
    for step in tf.data.Dataset.range(rounds):
        x = mixed(x, step)
    for share in tqdm(tf.linspace(0.0, 1.0, rounds)):
        x = mixed(x, share)
    for x in track(x):
        x = mixed(x, 1.0)
    return x


def listed(x, rounds):
    for share in np.linspace(0.0, 1.0, rounds).tolist():
        x = mixed(x, share)  # want: TFM302
    for share in np.arange(0.0, 1.0, 0.001).tolist():
        x = mixed(x, share)  # want: TFM302
    for share in np.linspace(0.0, 1.0, 5).tolist():
        x = mixed(x, share)
    for share in np.linspace(0.0, 1.0, rounds):
        x = mixed(x, share)
    return x


def first_only(rows, rounds):
    for number in tqdm(range(rounds)):
        if number == 0:
            net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        net.train_on_batch(rows, rows)
    for number, row in tqdm(enumerate(rows)):
        if not number:
            net = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        net.train_on_batch(row, row)
    for number in range(rounds):
        if not number:
            net = tf.keras.Sequential([tf.keras.layers.Dense(4)])
        net.train_on_batch(rows, rows)
    for _ in tqdm(range(1)):
        net = tf.keras.Sequential([tf.keras.layers.Dense(3)])
    return net


def networks(nets: list[tf.keras.Model], x):
    for net in track(nets):
        print(distance(net, x))  # want: TFM305


@tf.function
def unrolled(x):
    for number in tqdm(range(200)):  # want: TFM307
        x = x + tf.cast(number, x.dtype)
    for _ in itertools.islice(trange(8), 4):
        x = x + 1.0
    return x
