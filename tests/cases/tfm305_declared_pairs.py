"""What is declared to hold pairs of networks, or a network and something else."""
from __future__ import annotations

from collections.abc import AsyncIterable, Generator

import tensorflow as tf


@tf.function
def distance(one, x, y):
    return tf.reduce_mean(tf.abs(one(x) - y))


def by_pairs(pairs: list[tuple[tf.keras.Model, tf.keras.Model]], x, y):
    return [float(distance(first, x, y) - distance(second, x, y)) for first, second in pairs]  # want: TFM305, TFM305


def by_place(rows: list[tuple[str, tf.keras.Model, float]], x, y):
    found = {}
    for row in rows:
        net = row[1]
        name, _, weight = row
        found[name] = weight * float(distance(net, x, y))  # want: TFM305
    return found


def by_tuple(nets: tuple[tf.keras.Model, ...], x, y):
    for net in nets:
        yield float(distance(net, x, y))  # want: TFM305


def by_generator(nets: Generator[tf.keras.Model, None, int], x, y):
    for net in nets:
        yield float(distance(net, x, y))  # want: TFM305


async def as_they_come(nets: AsyncIterable[tf.keras.Model], x, y):
    async for net in nets:
        yield float(distance(net, x, y))  # want: TFM305


def by_data(rows: list[tuple[tf.Tensor, tf.keras.Model]], net: tf.keras.Model):
    return [float(distance(net, x, x)) for x, _ in rows]
