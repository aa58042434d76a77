"""Objects that are drawn at random, or gone over with a progress bar, are the ones in the list."""
import itertools
import random

import keras
from tqdm import tqdm
from tqdm.auto import tqdm as bar


class Station:
    def __init__(self, rows, targets):
        self.rows, self.targets = rows, targets
        self.net = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])
        self.net.compile("sgd", "mse")

    def renew(self, weights):
        net = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])  # want: TFM103
        net.build(self.rows.shape)
        net.set_weights(weights)
        net.compile("sgd", "mse")
        net.fit(self.rows, self.targets, verbose=0)
        return net.get_weights()

    def score(self):
        return self.net.predict(self.rows, verbose=0).mean()


class Field:
    def __init__(self, tables, seed=7):
        self.stations = [Station(*table) for table in tables]
        self.random = random.Random(seed)

    def rounds(self, weights, count):
        for _ in range(count):
            some = self.random.sample(self.stations, 3)
            parts = [station.renew(weights) for station in some]
            weights = [sum(same) / len(some) for same in zip(*parts)]
        return weights

    def scores(self):
        return [station.score() for station in bar(self.stations, desc="stations")]


def narrow():
    return keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])


def wide():
    return keras.Sequential([keras.layers.Dense(64), keras.layers.Dense(1)])


def shapes(count):
    for _ in tqdm(range(count)):
        net = random.choice([narrow, wide])()  # want: TFM103
        net.build((None, 3))
        print(net.count_params())


def forward(net: keras.Model, batches, limit):
    for batch in tqdm(itertools.islice(batches, limit)):
        print(float(keras.ops.max(net(batch))))  # want: TFM101
