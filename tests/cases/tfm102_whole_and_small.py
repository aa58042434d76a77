"""One row, one batch, one file, one fold: only the first two are small."""
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import KFold
from tensorflow import keras


class Frames(keras.utils.Sequence):
    def __init__(self, folder):
        self.folder = folder


def by_file(model: keras.Model, paths):
    for path in paths:
        table = pd.read_csv(path)
        table["score"] = model.predict(table[["a", "b"]])
        yield table


def by_folder(model: keras.Model, folders):
    return {folder: model.predict(Frames(folder)) for folder in folders}


def refit(model: keras.Model, x, y):
    out = np.zeros(len(y))
    for train, test in KFold(5).split(x):
        model.fit(x[train], y[train])  # want: TFM110
        out[test] = model.predict(x[test])[:, 0]
    return out


def after_each_epoch(model: keras.Model, x, y, x_test, y_test):
    for _ in range(10):
        model.fit(x, y)  # want: TFM110
        print(model.evaluate(x_test, y_test))


def members(models: list[keras.Model], row):
    return [model.predict(row[None]) for model in models]


def next_word(model: keras.Model, tokens, count):
    for _ in range(count):
        answer = model.predict(np.array([tokens]), verbose=0)  # want: TFM102
        tokens = [*tokens[1:], int(answer.argmax())]
    return tokens


def camera(stream):
    detector = tf.keras.models.load_model("detector.keras")
    while True:
        ok, frame = stream.read()
        if not ok:
            break
        yield detector.predict(frame[None] / 255.0)  # want: TFM102


def score(model, row):
    return model.predict(row.reshape(1, -1))[0]  # want: TFM102


def scores(rows):
    model = keras.models.load_model("a.keras")
    return list(map(lambda row: score(model, row), rows))


class Snapshot(keras.callbacks.Callback):
    def __init__(self, picture):
        super().__init__()
        self.picture = picture

    def on_epoch_end(self, epoch, logs=None):
        np.save(f"{epoch}.npy", self.model.predict(self.picture[None]))  # want: TFM102

    def on_train_end(self, logs=None):
        np.save("last.npy", self.model.predict(self.picture[None]))
