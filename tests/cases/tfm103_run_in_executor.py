"""A service hands each request to a thread, directly or through partial functions."""

import asyncio
import functools

from tensorflow import keras


def score(rows, units, activation="relu"):
    net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units, activation=activation)])  # want: TFM103
    return float(net.predict_on_batch(rows)[0, 0])


def score_alone(rows):
    net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    return float(net.predict_on_batch(rows)[0, 0])


async def serve(requests, units):
    loop = asyncio.get_running_loop()
    async for rows in requests:
        print(await loop.run_in_executor(None, score, rows, units))


async def once(rows):
    print(await asyncio.get_running_loop().run_in_executor(None, score_alone, rows))


def build(units, activation="relu"):
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(units, activation=activation)])


def sweep(rows, count):
    narrow = functools.partial(build, 3)
    curved = functools.partial(narrow, activation="tanh")
    for _ in range(count):
        net = curved()  # want: TFM103
        print(net.predict_on_batch(rows))
    only = curved()
    return only.predict_on_batch(rows)
