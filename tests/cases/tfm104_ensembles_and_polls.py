"""Loads that are kept, and loads that are not."""
import os

import numpy as np
import tensorflow as tf
import transformers
from keras.models import load_model


class Reader:
    def __init__(self, path):
        self.net = tf.keras.models.load_model(path)

    def read(self, x):
        return self.net.predict_on_batch(x)


def ensemble(paths, x):
    readers = [Reader(path) for path in paths]
    return np.mean([reader.read(x) for reader in readers], axis=0)


def first_that_works(paths):
    for path in paths:
        try:
            return load_model(path)
        except OSError:
            continue
    raise FileNotFoundError(paths)


def wait_for(path):
    while True:
        if os.path.exists(path):
            return load_model(path)


def per_language(texts):
    answers = {}
    for language, text in texts.items():
        net = transformers.TFAutoModel.from_pretrained(f"acme/{language}")  # want: TFM104
        answers[language] = net.count_params()
    return answers


def per_fold(x, folds):
    total = 0.0
    for train, held_out in folds:
        tf.keras.backend.clear_session()
        net = tf.keras.models.load_model("start.keras")  # want: TFM104
        net.train_on_batch(*train)
        total += float(np.mean(net.predict_on_batch(held_out)))
    return total


def inline(rows):
    return [load_model("a.keras", compile=False).predict_on_batch(row) for row in rows]  # want: TFM104


def reader_per_row(rows):
    for row in rows:
        yield Reader("b.keras").read(row)
