import tensorflow as tf


class Predictor:
    def __init__(self, estimator: tf.estimator.Estimator, input_fn):
        self.estimator = estimator
        self.input_fn = input_fn
        self.stale = True

    def feed(self, features):
        self.features = features
        self.stale = True

    def predict(self):
        if self.stale:
            self.rows = list(self.estimator.predict(self.input_fn(self.features)))  # want: TFM207
            self.stale = False
        return self.rows


def serve(estimator: tf.estimator.Estimator, input_fn, queue):
    predictor = Predictor(estimator, input_fn)
    for features in queue:
        predictor.feed(features)
        print(predictor.predict())
