"""Learners that are made, taught and kept in one expression; and learners that are made in vain."""
import numpy as np
from sklearn.linear_model import Ridge
from tensorflow import keras


class Learner:
    def __init__(self, units):
        self.net = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(1)])
        self.net.compile("sgd", "mse")

    def learn(self, x, y):
        self.net.fit(x, y, verbose=0)
        return self

    def say(self, x):
        return self.net.predict(x, verbose=0)[:, 0]


class Line:
    def learn(self, x, y):
        self.ridge = Ridge().fit(x, y)
        return self

    def say(self, x):
        return self.ridge.predict(x)


def council(x, y, rows):
    voices = [Learner(units).learn(x, y) for units in (2, 4, 8)]
    return np.mean([voice.say(rows) for voice in voices], axis=0)


class Pairs:
    def __init__(self):
        self.pairs = []

    def learn(self, parts):
        for x, y in parts:
            pair = [Line().learn(x, y), Learner(4).learn(x, y)]
            print([voice.say(x).mean() for voice in pair])
            self.pairs.append(pair)
        return self

    def say(self, x):
        return np.mean([voice.say(x) for pair in self.pairs for voice in pair], axis=0)


def errors(parts, rows):
    found = []
    for x, y in parts:
        learner = Learner(16).learn(x, y)  # want: TFM103
        found.append(learner.say(rows).std())
    return found


def widths(x, y):
    return {units: Learner(units).learn(x, y).say(x).std() for units in range(2, 9)}  # want: TFM103
