"""Classes that enter themselves into a table of their base, or that a parameter is declared to be."""
from __future__ import annotations

from typing import ClassVar, Type

import keras


class Player:
    kinds: ClassVar[dict[str, type[Player]]] = {}

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        Player.kinds[cls.__name__] = cls

    def move(self, board):
        raise NotImplementedError


class Random(Player):
    def move(self, board):
        return board.free()[0]


class Learned(Player):
    def __init__(self):
        self.values = keras.models.load_model("values.keras")

    def move(self, board):
        return int(self.values.predict(board.rows()[None], verbose=0).argmax())  # want: TFM102


def play(board, names):
    players = [Player.kinds[name]() for name in names]
    while not board.full():
        for player in players:
            board.play(player.move(board))


class Wide(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.last = keras.layers.Dense(units)

    def call(self, x):
        return self.last(x)


def widths(kind: type[Wide], x, y, sizes):
    for size in sizes:
        net = kind(size)  # want: TFM103
        net.compile("sgd", "mse")
        print(net.fit(x, y, verbose=0).history["loss"][-1])


def heads(kind: Type["keras.Sequential"], x, y, sizes):
    for size in sizes:
        net = kind([keras.layers.Dense(size)])  # want: TFM103
        net.compile("sgd", "mse")
        print(net.fit(x, y, verbose=0).history["loss"][-1])
