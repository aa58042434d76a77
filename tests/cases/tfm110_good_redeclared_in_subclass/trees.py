"""A detector of another framework: it declares the attribute of its base anew."""
import numpy as np
from sklearn.base import ClassifierMixin, clone
from sklearn.ensemble import RandomForestClassifier

from base import Detector


class TreeDetector(Detector):
    def __init__(self, model: ClassifierMixin):
        self.model: ClassifierMixin = clone(model)

    def score(self, rows, labels):
        scores = []
        for train, test in self.splits(np.arange(len(rows))):
            self.model.fit(rows[train], labels[train])
            scores.append(self.model.predict(rows[test]).mean())
        return scores


print(TreeDetector(RandomForestClassifier()).score(np.ones((4, 2)), np.arange(4)))
