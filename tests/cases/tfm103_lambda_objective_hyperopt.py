"""hyperopt calls a lambda that calls a method that builds."""
from hyperopt import fmin, hp, tpe
from tensorflow import keras as K


class Tuner:
    def __init__(self, data):
        self.data = data

    def build(self, units):
        net = K.models.Sequential()
        net.add(K.layers.Dense(units))
        return net

    def score(self, params):
        net = self.build(int(params["units"]))  # want: TFM103
        net.compile("adam", "mse")
        return net.fit(*self.data, verbose=0).history["loss"][-1]


def tune(data):
    tuner = Tuner(data)
    return fmin(lambda params: tuner.score(params), {"units": hp.quniform("units", 8, 64, 8)}, tpe.suggest, 30)
