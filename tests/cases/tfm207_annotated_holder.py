"""The Estimator is an attribute, and the loop a comprehension in another class."""

import tensorflow as tf


class Scorer:
    def __init__(self, model_fn):
        self._model: tf.estimator.Estimator = tf.estimator.Estimator(model_fn, "/models/scorer")

    def score(self, row):
        result = self._model.predict(  # want: TFM207
            lambda: tf.data.Dataset.from_tensors(row),
            yield_single_examples=False,
        )
        return next(result)["score"]


class Report:
    def __init__(self, scorer: Scorer):
        self.scorer = scorer

    def rows(self, table):
        return [self.scorer.score(row) for row in table]
