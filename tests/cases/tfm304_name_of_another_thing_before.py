"""A variable that names something else before it holds the object that each round makes."""

import tensorflow as tf


class Scorer:
    def __init__(self, weight):
        self.weight = weight

    @tf.function  # want: TFM304
    def score(self, rows):
        return tf.reduce_mean(rows) * self.weight


class Member:
    def __init__(self, weight):
        self.weight = weight

    @tf.function
    def score(self, rows):
        return tf.reduce_mean(rows) * self.weight


def evaluated(model, rows, scores):
    name = model
    if name == "light":
        model = Scorer(0.1)
    else:
        model = Scorer(0.9)
    scores[name] = float(model.score(rows))
    return scores


def every(tables):
    scores = {}
    for table in tables:
        evaluated("light", table, scores)
    return scores


def ensemble(weights, rows):
    members = {}
    for weight in weights:
        member = Member(weight)
        again = member
        members[weight] = again
    return [float(member.score(rows)) for member in members.values()]
