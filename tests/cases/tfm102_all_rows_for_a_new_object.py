"""An object that is made for each epoch, and predicts all rows that there are, predicts a whole data set."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)


class Pairs:
    def __init__(self, rows, size, eye=None):
        self.rows = rows
        self.part = rows[:size]
        self.near = nearest(eye, self.rows) if eye is not None else None
        self.first = eye.predict(self.part[0][None]) if eye is not None else None  # want: TFM102


def nearest(eye, rows):
    seen = eye.predict(rows)
    return np.argsort(seen @ seen.T)


def train(net, eye, rows, targets):
    pairs = Pairs(rows, 32)
    for epoch in range(40):
        for start in range(0, len(rows), 32):
            net.train_on_batch(pairs.rows[start : start + 32], targets[start : start + 32])
        pairs = Pairs(rows, 32, eye)


def parts(eye, batches):
    for batch in batches:
        Portion(batch, eye)


class Portion:
    def __init__(self, rows, eye):
        self.rows = rows
        self.seen = eye.predict(self.rows)  # want: TFM102


if __name__ == "__main__":
    eye = keras.models.load_model("eye.keras")
    net = keras.models.load_model("net.keras")
    data = np.load("rows.npy")
    train(net, eye, data, np.load("targets.npy"))
    parts(eye, np.split(data, 400))
