"""The model hides in an object that is made per fold."""
from keras import Sequential, layers


class Regressor:
    def __init__(self, width):
        self.net = Sequential([layers.Dense(width), layers.Dense(1)])
        self.net.compile("adam", "mse")

    def fit(self, x, y):
        self.net.fit(x, y, verbose=0)
        return self

    def error(self, x, y):
        return self.net.evaluate(x, y, verbose=0)


def folds(splits):
    errors = []
    for train, test in splits:
        regressor = Regressor(32)  # want: TFM103
        errors.append(regressor.fit(*train).error(*test))
    return errors
