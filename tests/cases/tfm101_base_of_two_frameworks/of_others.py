"""The subclass for another framework: what the base keeps for Keras is no matter of its objects."""

from base import Scorer
from boosters import Booster


class BoosterScorer(Scorer):
    def __init__(self, depth):
        super().__init__(Booster(depth), "booster")

    def scores(self, rows):
        return [float(self.network(row)) for row in rows]
