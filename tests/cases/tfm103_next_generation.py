"""Searches whose networks make room for others: lists that a comprehension makes anew in each round."""

import numpy as np
from keras.layers import Dense
from keras.models import Sequential, clone_model


def seed():
    return Sequential([Dense(2, input_shape=(4,))])


def changed(parent):
    child = clone_model(parent)
    child.set_weights([weight + 0.1 * np.random.randn(*weight.shape) for weight in parent.get_weights()])
    return child


def best_survives(fitness, seasons):
    flowers = [seed() for _ in range(20)]
    for _ in range(seasons):
        best = flowers[int(np.argmax([fitness(flower) for flower in flowers]))]
        flowers = [best] + [changed(best) for _ in range(19)]  # want: TFM103
    return best


def all_change(seasons):
    flowers = [seed() for _ in range(20)]
    for _ in range(seasons):
        flowers = [clone_model(flower) for flower in flowers]  # want: TFM103
    return flowers


# What looks alike: all of them stay, or others may keep them.


def garden_grows(seasons):
    flowers = []
    for _ in range(seasons):
        flowers = flowers + [seed() for _ in range(2)]
    return flowers


def pressed(seasons, album):
    flowers = [seed() for _ in range(20)]
    for _ in range(seasons):
        album.append(flowers)
        flowers = [clone_model(flowers[0]) for _ in range(20)]


def shown(seasons, visitors):
    flowers = [seed() for _ in range(20)]
    for _ in range(seasons):
        visitors.look_at(flowers)
        flowers = [clone_model(flower) for flower in flowers]
