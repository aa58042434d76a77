"""Helpers that copy networks, and whatever else they are handed."""

from __future__ import annotations

import copy

from sklearn.tree import DecisionTreeRegressor
from tensorflow import keras
from tensorflow.keras import Model


def duplicated(regressor, name=None):
    if isinstance(regressor, Model):
        fresh = twin(regressor)
    else:
        fresh = copy.deepcopy(regressor)
    if name is not None:
        fresh.title = name
    return fresh


def twin(net):
    if not isinstance(net, Model):
        raise TypeError(net)
    return keras.models.clone_model(net)


class Wrapper:
    def __init__(self, regressor, keep=False):
        self.kept = regressor if keep else None
        self.copy_ = duplicated(regressor)

    def adapted(self, x, y):
        self.copy_.fit(x, y)
        return self.copy_.predict(x)


def of_trees(x, y, depths):
    for depth in depths:
        tree = DecisionTreeRegressor(max_depth=depth)
        print(Wrapper(tree).adapted(x, y), duplicated(tree))


def of_anything(candidates, x, y):
    for candidate in candidates:
        print(Wrapper(candidate).adapted(x, y), duplicated(candidate, name="again"))


def of_networks(x, y, seeds):
    net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    for seed in seeds:
        print(Wrapper(net, keep=True).adapted(x, y))  # want: TFM103


def of_the_given(net: Model, seeds):
    return [duplicated(net).count_params() + seed for seed in seeds]  # want: TFM103


def rated(subject, rows):
    if isinstance(subject, Model):
        return keras.models.clone_model(subject).count_params()  # want: TFM103
    return len(rows)


def rate_all(nets: list[Model], lists, rows):
    for net in nets:
        print(rated(net, rows))
    for other in lists:
        print(rated(other, rows))


class Estimated:
    def __init__(self, regressor):
        self.regressor = regressor


class Moved(Estimated):
    def __init__(self, regressor, shift):
        super().__init__(regressor=regressor)
        self.copy_ = duplicated(self.regressor)
        self.shift = shift


class Scaled(Estimated):
    pass


def gathered(x, y, shifts):
    kept = []
    for shift in shifts:
        tree = DecisionTreeRegressor().fit(x, y)
        moved = Moved(tree, shift)
        kept.append(moved.copy_)
    print("done")


def scaled(net: Model):
    return Scaled(net)
