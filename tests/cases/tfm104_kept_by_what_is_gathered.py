"""Loaded models that objects keep: those that are gathered, those that a loop goes over, and parts of one network."""
import os

import keras


class Judge:
    def __init__(self, width):
        self.net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(width)])

    def restore(self, path):
        self.net = keras.models.load_model(path)
        self.net.compile(optimizer="sgd", loss="mse")


class Clerk:
    def __init__(self, width):
        self.net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(width)])

    def restore(self, path):
        self.net = keras.models.load_model(path)  # want: TFM104

    def ask(self, rows):
        return self.net.predict_on_batch(rows)


class Court:
    def __init__(self):
        self.judges = []

    def restore(self, folder):
        for name in os.listdir(folder):
            judge = Judge(4)
            judge.restore(f"{folder}/{name}")
            self.judges.append(judge)

    def ask(self, rows):
        return [judge.net.predict_on_batch(rows) for judge in self.judges]


def ask_clerks(folder, rows):
    answers = []
    for name in os.listdir(folder):
        clerk = Clerk(4)  # want: TFM103
        clerk.restore(f"{folder}/{name}")
        answers.append(clerk.ask(rows))
    return answers


def refill(desk, folder):
    for drawer in desk.drawers:
        found = keras.models.load_model(f"{folder}/{drawer.name}")
        drawer.content.net = found
    return desk


def one_of_many(trunk, folder):
    ends = []
    for name in os.listdir(folder):
        branch = keras.models.load_model(f"{folder}/{name}")
        branch.trainable = False
        ends += [branch(trunk.outputs[0])]
    return keras.Model(trunk.input, ends)


class Pairs:
    def __init__(self, build, count):
        self.teachers = [None] * count
        self.pupils = [None] * count
        for place in range(count):
            pair = build()
            if len(pair) != 2:
                raise ValueError("a teacher and a pupil")
            teacher, pupil = pair
            self.teachers[place] = teacher
            self.pupils[place] = pupil


def pair():
    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(4)(inputs)
    return keras.Model(inputs, keras.layers.Dense(1)(hidden)), keras.Model(inputs, hidden)


def school():
    pairs = Pairs(pair, 5)
    return pairs.pupils


def first_layers(build, count):
    shapes = []
    for _ in range(count):
        teacher, pupil = pair()  # want: TFM103
        shapes.append((teacher.count_params(), pupil.count_params()))
    return shapes
