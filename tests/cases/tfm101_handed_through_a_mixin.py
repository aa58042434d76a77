"""A class between hands on what it is given as keywords: the base is known by what others hand it."""

from tensorflow import keras


def network(width):
    return keras.Sequential([keras.Input((width,)), keras.layers.Dense(1)])


class Estimator:
    def __init__(self, net, name):
        self._net = net
        self.name = name


class Named(Estimator):
    def __init__(self, **kwargs):
        super().__init__(name="named", **kwargs)


class Regressor(Named):
    def curve(self, rows):
        return [float(self._net(row[None], training=False)[0, 0]) for row in rows]  # want: TFM101


class Plain(Estimator):
    def __init__(self, width):
        super().__init__(network(width), name="plain")


def compare(rows):
    return Regressor(net=network(3)).curve(rows), Plain(3).name
