from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from tensorflow import keras


class Judge(ClassifierMixin, BaseEstimator):
    def __init__(self, units=8):
        self.units = units

    def fit(self, X, y):
        self.net_ = keras.Sequential(  # want: TFM103
            [keras.layers.Dense(self.units, "relu"), keras.layers.Dense(1, "sigmoid")]
        )
        self.net_.compile("sgd", "binary_crossentropy")
        self.net_.fit(X, y, verbose=0)
        return self

    def predict(self, X):
        return self.net_.predict(X, verbose=0)[:, 0] > 0.5


class Guess(RegressorMixin, BaseEstimator):
    def _built(self):
        net = keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(1)])
        net.compile("sgd", "mse")
        return net

    def fit(self, X, y):
        self.net_ = self._built()  # want: TFM103
        self.net_.fit(X, y, verbose=0)
        return self


class Once(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        self.net_ = keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(1)])
        self.net_.compile("sgd", "mse")
        self.net_.fit(X, y, verbose=0)
        return self


class Cleared(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        keras.backend.clear_session()
        self.net_ = keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(1)])
        self.net_.compile("sgd", "mse")
        self.net_.fit(X, y, verbose=0)
        return self
