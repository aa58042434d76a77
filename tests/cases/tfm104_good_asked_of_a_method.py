"""A model that is loaded at the first row only: a method tells whether it is there."""

import tensorflow as tf


class Scorer:
    def __init__(self, path):
        self.path = path
        self.model = None

    def is_loaded(self):
        return self.model is not None

    def score(self, rows):
        if not self.is_loaded():
            self.model = tf.keras.models.load_model(self.path)
        return self.model.predict_on_batch(rows)

    def score_anew(self, rows):
        if self.is_loaded():
            self.model = tf.keras.models.load_model(self.path)  # want: TFM104
        return self.model.predict_on_batch(rows)


def rate(path, batches):
    scorer = Scorer(path)
    return [scorer.score(batch) for batch in batches]


def rate_anew(path, batches):
    scorer = Scorer(path)
    return [scorer.score_anew(batch) for batch in batches]
