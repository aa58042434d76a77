"""Tracing takes as long as many eager calls: a few rounds that are written down are not worth it."""
import numpy as np
from tensorflow import keras


def four_of_them(drawing):
    shaken = keras.Sequential([keras.layers.RandomFlip(), keras.layers.RandomRotation(0.1)])
    return np.stack([shaken(drawing, training=True) for _ in range(4)])


def three_of_them(drawing):
    turned = keras.Sequential([keras.layers.RandomRotation(0.1)])
    sheets = []
    for number in range(3):
        sheets.append(float(turned(drawing, training=True)[0, 0] + number))
    return sheets


def by_strength(drawing):
    judge = keras.models.load_model("judge.keras")
    strengths = [0.0, 0.01, 0.1]
    titles = [f"with {strength}" for strength in strengths]
    for title, strength in zip(titles, strengths):
        print(title, strength)
    for number, strength in enumerate(strengths):
        print(titles[number], judge.predict(drawing + strength))


def from_each_side(drawing):
    judge = keras.models.load_model("judge.keras")
    for degrees in (0, 45, 90, 135, 180, 225, 270, 315):
        print(degrees, np.mean(judge(np.roll(drawing, degrees), training=False)))
    for degrees in range(0, 360, 36):
        print(degrees, np.mean(judge(np.roll(drawing, degrees), training=False)))  # want: TFM101


def many(drawings, seasons):
    judge = keras.models.load_model("judge.keras")
    for _ in range(seasons):
        for _ in range(5):
            print(np.mean(judge(drawings, training=False)))  # want: TFM101
    for _ in range(500):
        print(np.mean(judge(drawings, training=True)))  # want: TFM101


def few_by_few(drawings):
    judge = keras.models.load_model("judge.keras")
    for _ in range(4):
        for start in range(0, 64, 16):
            print(np.mean(judge(drawings[start : start + 16], training=False)))  # want: TFM101
    for _ in range(2):
        for start in (0, 16):
            print(np.mean(judge(drawings[start : start + 16], training=False)))


PAPERS = ["thin", "grey", "rough"]


def side_by_side(drawings, names):
    judge = keras.models.load_model("judge.keras")
    for title, paper in zip(names, ("thin", "grey")):
        print(title, paper, np.mean(judge(drawings, training=False)))
    for number in range(len(PAPERS)):
        print(PAPERS[number], np.mean(judge(drawings[number], training=False)))
    for drawing in drawings[:3]:
        print(np.mean(judge(drawing[None], training=False)))
    for drawing in drawings[-2:]:
        print(np.mean(judge(drawing[None], training=False)))
    for paper in (*names, "thin"):
        print(paper, np.mean(judge(drawings, training=False)))  # want: TFM101
    for drawing in drawings[2:-1]:
        print(np.mean(judge(drawing[None], training=False)))  # want: TFM101
    for drawing in drawings[-20:]:
        print(np.mean(judge(drawing[None], training=False)))  # want: TFM101


def of_two_ends(drawings):
    judge = keras.models.load_model("judge.keras")
    for name in ("first", "last"):
        print(keras.Model(judge.input, judge.get_layer(name).output)(drawings).shape)


REPEATS = 0  # set to some hundreds for a long run


def again_and_again(drawings):
    judge = keras.models.load_model("judge.keras")
    for _ in range(REPEATS):
        print(np.mean(judge(drawings, training=False)))  # want: TFM101


def as_often_as_it_takes(judge: keras.Model, drawing, times=100):
    for _ in range(times):
        print(np.mean(judge(drawing, training=True)))  # want: TFM101


def shown(judge: keras.Model, drawing):
    as_often_as_it_takes(judge, drawing, times=5)


def by_title(drawings):
    judge = keras.models.load_model("judge.keras")
    papers = {"thin": 0.1, "grey": 0.5, "rough": 0.9}
    for title, paper in papers.items():
        print(title, papers.get(title), np.mean(judge(drawings * paper, training=False)))
    for paper in {"soft": 0.2, "hard": 0.8}.values():
        print(np.mean(judge(drawings * paper, training=False)))
    more = {"thin": 0.1}
    for number, drawing in enumerate(drawings):
        more[f"drawing {number}"] = float(drawing[0])
    for title in more.keys():
        print(title, np.mean(judge(drawings, training=False)))  # want: TFM101
