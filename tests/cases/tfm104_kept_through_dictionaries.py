"""Loaded models that an object keeps in the entries of a table, or that a dictionary hands to an object."""

import json

import tensorflow as tf


class Aviary:
    def __init__(self):
        self.cages = {}

    def settle(self, bird, path):
        cage = {"net": tf.keras.models.load_model(path), "path": path}
        self.cages[bird] = cage

    def sing(self, bird, rows):
        return self.cages[bird]["net"].predict(rows)


class Ledger:
    def __init__(self):
        self.counts = {}

    def note(self, bird, path):
        cage = {"net": tf.keras.models.load_model(path), "path": path}  # want: TFM104
        self.counts[bird] = cage["net"].count_params()


class Fleeting:
    def __init__(self):
        self.nets = {}

    def take(self, name, path):
        self.nets[name] = tf.keras.models.load_model(path)  # want: TFM104

    def ask(self, name, rows):
        return self.nets[name].predict(rows)


class Finch:
    def __init__(self, net, song, scale=1.0):
        self.net = net
        self.song = song
        self.scale = scale

    @classmethod
    def read(cls, path):
        with open(path + ".json") as file:
            settings = json.load(file)
        settings.update({"net": tf.keras.models.load_model(path)})
        return Finch(**settings)

    @classmethod
    def song_of(cls, path):
        with open(path + ".json") as file:
            settings = json.load(file)
        settings.update({"net": tf.keras.models.load_model(path)})  # want: TFM104
        return settings["song"]


def heard(bird, rows):
    return HEARD[bird]["net"].predict(rows)


HEARD = {}
SIZES = {}


def hear(bird, path):
    HEARD[bird] = {"net": tf.keras.models.load_model(path), "bird": bird}


def measure(bird, path):
    net = tf.keras.models.load_model(path)  # want: TFM104
    SIZES[bird] = net.count_params()


def hear_all(paths, rows):
    for bird, path in paths.items():
        hear(bird, path)
        measure(bird, path)
    return {bird: heard(bird, rows) for bird in paths}, SIZES


def main(paths, rows):
    aviary, ledger = Aviary(), Ledger()
    for bird, path in paths.items():
        aviary.settle(bird, path)
        ledger.note(bird, path)
    finches = [Finch.read(path) for path in paths.values()]
    songs = [Finch.song_of(path) for path in paths.values()]
    for path in paths.values():
        fleeting = Fleeting()
        fleeting.take("only", path)
        print(fleeting.ask("only", rows))
    print([finch.net.predict(rows) for finch in finches], songs, ledger.counts)
    return [aviary.sing(bird, rows) for bird in paths]
