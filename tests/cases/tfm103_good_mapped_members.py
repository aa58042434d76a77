"""Members of an ensemble that ``map`` makes, and models that are made one after the other."""

import numpy as np
from tensorflow.keras.models import model_from_json


class Voting:
    def __init__(self, members):
        self.members = list(members)

    def predict(self, rows):
        return np.mean([member.predict_on_batch(rows) for member in self.members], axis=0)


def voting(texts):
    members = map(lambda text: model_from_json(text), texts)
    return Voting(members)


def sizes(texts):
    for member in map(lambda text: model_from_json(text), texts):  # want: TFM103
        print(member.count_params())
