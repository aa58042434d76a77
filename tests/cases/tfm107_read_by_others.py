"""The lists go to other functions, which read the numbers alone."""
import matplotlib.pyplot as plt
import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras


def define_model(width=64):
    keras.backend.clear_session()
    net = keras.Sequential([keras.layers.Dense(width, "relu"), keras.layers.Dense(1)])
    net.compile("adam", "mse", metrics=["mae"])
    return net


def evaluate_model(x, y, folds=5):
    scores, histories = [], []
    for train, test in KFold(folds).split(x):
        model = define_model()  # want: TFM113
        history = model.fit(x[train], y[train], epochs=10, verbose=0)
        scores.append(model.evaluate(x[test], y[test], verbose=0)[1])
        histories.append(history)  # want: TFM107
    return scores, histories


def summarize(histories):
    for i in range(len(histories)):
        plt.plot(histories[i].history["loss"], label=f"fold {i}")
    plt.savefig("losses.png")


def harness(x, y):
    scores, histories = evaluate_model(x, y)
    summarize(histories)
    return np.mean(scores)


def by_width(x, y, widths):
    runs = {}
    for width in widths:
        model = define_model(width)  # want: TFM113
        runs[width] = model.fit(x, y, epochs=10, verbose=0)  # want: TFM107
    return runs


def table(x, y):
    runs = by_width(x, y, (8, 16, 32))
    for width in sorted(runs):
        print(width, runs[width].history["loss"][-1])


def rows(x, y, widths):
    results = []
    for width in widths:
        model = define_model(width)  # want: TFM113
        model.fit(x, y, epochs=10, verbose=0)
        loss, _ = model.evaluate(x, y, verbose=0)
        results.append({"width": width, "model": model, "loss": loss})  # want: TFM107
    best = min(results, key=lambda row: row["loss"])
    return best["width"], best["loss"]


def pairs(x, y, widths):
    found = []
    for width in widths:
        model = define_model(width)  # want: TFM113
        found.append((width, model.fit(x, y, verbose=0)))  # want: TFM107
    return [(width, run.history["loss"][-1]) for width, run in found]


class Widths:
    def __init__(self):
        self.runs = {}

    def train(self, x, y, widths):
        for width in widths:
            if width in self.runs:
                continue
            net = define_model(width)  # want: TFM113
            self.runs[width] = net.fit(x, y, verbose=0)  # want: TFM107

    def ranking(self):
        return sorted(self.runs, key=lambda width: min(self.runs[width].history["loss"]))


def of_model(x, y, widths):
    kept = []
    for width in widths:
        net = define_model(width)  # want: TFM113
        net.fit(x, y, verbose=0)
        kept.append((width, net))  # want: TFM107
    return min(net.history.history["loss"][-1] for _, net in kept)
