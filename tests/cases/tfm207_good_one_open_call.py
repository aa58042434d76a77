import tensorflow as tf


class FastPredict:
    """Keeps one call open, which reads its features from a generator."""

    def __init__(self, estimator: tf.estimator.Estimator, input_fn):
        self.estimator = estimator
        self.input_fn = input_fn
        self.is_first = True

    def _features(self):
        while True:
            yield self.features

    def predict(self, features):
        self.features = features
        if self.is_first:
            self.predictions = self.estimator.predict(self.input_fn(self._features))
            self.is_first = False
        return next(self.predictions)


def serve(estimator: tf.estimator.Estimator, input_fn, rows):
    fast = FastPredict(estimator, input_fn)
    for row in rows:
        print(fast.predict(row))
