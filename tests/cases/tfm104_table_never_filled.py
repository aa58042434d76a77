"""Tables that are asked for a model: those that nobody adds to never have one."""
from tensorflow import keras

loaded = {}
known = {}
forgotten = dict()


def often(name):
    if name in known:
        return known[name]
    return keras.models.load_model(f"{name}.keras")  # want: TFM104


def once(name):
    if name not in loaded:
        loaded[name] = keras.models.load_model(f"{name}.keras")
    return loaded[name]


def handed_on(name, keep):
    if name in forgotten:
        return forgotten[name]
    model = keras.models.load_model(f"{name}.keras")
    keep(forgotten, name, model)
    return model


class Desk:
    def __init__(self):
        self.models = {}
        self.drawers = {}

    def pull(self, name):
        if name not in self.drawers:
            return keras.models.load_model(f"{name}.keras")  # want: TFM104
        return self.drawers[name]

    def take(self, name):
        if name not in self.models:
            self.models[name] = keras.models.load_model(f"{name}.keras")
        return self.models[name]


def train(names, x, y, keep):
    desk = Desk()
    for name in names:
        often(name).train_on_batch(x, y)
        once(name).train_on_batch(x, y)
        handed_on(name, keep).train_on_batch(x, y)
        desk.pull(name).train_on_batch(x, y)
        desk.take(name).train_on_batch(x, y)
