"""Scores for the rows of a data frame."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from tensorflow.keras.models import load_model


def by_row(path, table):
    net = load_model(path)
    frame = pd.read_csv(table)
    frame["score"] = frame.apply(
        lambda row: net.predict(np.array([[row.a, row.b]]), verbose=0)[0, 0],  # want: TFM102
        axis=1,
    )
    return frame


def by_cell(path, frame: pd.DataFrame):
    net = load_model(path)

    def score(value):
        return float(net.predict(np.array([[value]]), verbose=0)[0, 0])  # want: TFM102

    return frame["a"].apply(score)


def at_once(path, frame: pd.DataFrame):
    net = load_model(path)
    frame["score"] = net.predict(frame[["a", "b"]].to_numpy())
    return frame["score"].map(str)


def linear(frame: pd.DataFrame):
    fitted = LogisticRegression().fit(frame[["a"]], frame["y"])
    return frame.apply(lambda row: fitted.predict([[row.a]])[0], axis=1)
