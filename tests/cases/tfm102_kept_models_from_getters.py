"""Functions that hand out one network, however it is kept, and what asks it for item after item."""

import functools

import tensorflow as tf
from flask import Flask, request

site = Flask(__name__)
_scorer = None
_current = None


@functools.lru_cache
def tagger(path="tagger.keras"):
    return tf.keras.models.load_model(path)


def scorer():
    global _scorer
    if _scorer is None:
        _scorer = tf.keras.models.load_model("scorer.keras")
    return _scorer


@site.route("/tags", methods=["POST"])
def tags():
    net = tagger()
    return str(net.predict(request.get_json()))  # want: TFM102


@site.route("/score", methods=["POST"])
def score():
    return str(scorer().predict(request.get_json()))  # want: TFM102


def scores(rows):
    return [scorer()(row[None]).numpy() for row in rows]  # want: TFM101


def labels(rows):
    for row in rows:
        print(tagger().predict(row[None]))  # want: TFM102


class Reader:
    def __init__(self):
        self.net = tf.keras.models.load_model("reader.keras")

    def network(self):
        return self.net

    def read(self, pages):
        for page in pages:
            print(self.network().predict(page[None]))  # want: TFM102


def read(pages):
    Reader().read(pages)


# Another network in each round.


def by_path(paths, row):
    for path in paths:
        print(tagger(path).predict(row[None]))


def newest():
    return _current


def in_turn(paths, row):
    global _current
    for path in paths:
        _current = tf.keras.models.load_model(path)  # want: TFM104
        print(newest().predict(row[None]), newest()(row[None]))
