"""Evolution: each generation takes the place of the last, so its networks are no ensemble that is kept."""

import random

from tensorflow import keras


def network():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])


class Creature:
    def __init__(self, brain):
        self.brain = brain
        self.score = 0.0

    def child(self):
        return Creature(keras.models.clone_model(self.brain))


def evolve(generations):
    herd = [Creature(network()) for _ in range(20)]
    for _ in range(generations):
        parents = herd[:5]
        young = []
        while len(young) < 15:
            young.append(random.choice(parents).child())  # want: TFM103
        herd = parents + young
    return herd


def shortened(generations):
    herd = [Creature(network()) for _ in range(20)]
    for _ in range(generations):
        young = []
        for creature in herd:
            young.append(creature.child())  # want: TFM103
        herd = young[:10] + [herd[0]] + herd[:9]
    return herd


def first_only(generations):
    herd = [Creature(network()) for _ in range(20)]
    for _ in range(generations):
        best = herd[:3]
        print(best[0].child().score)  # want: TFM103


# What looks alike: all of them stay, or what becomes of them is not known.


def growing(generations):
    herd = [Creature(network()) for _ in range(20)]
    for _ in range(generations):
        young = []
        for creature in herd[:2]:
            young.append(creature.child())
        herd = herd + young
    return herd


def growing_behind_a_name(generations):
    herd = [Creature(network()) for _ in range(20)]
    for _ in range(generations):
        before = herd
        young = []
        for creature in herd[:2]:
            young.append(creature.child())
        herd = before + young
    return herd


def handed_on(generations, archive):
    herd = [Creature(network()) for _ in range(20)]
    for _ in range(generations):
        young = []
        for creature in herd:
            young.append(creature.child())
        archive.add_all(young)
        herd = young


def once():
    herd = [Creature(network()) for _ in range(20)]
    young = []
    for creature in herd[:10]:
        young.append(creature.child())
    herd = herd[:10] + young
    return herd
