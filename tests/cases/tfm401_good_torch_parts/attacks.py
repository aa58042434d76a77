"""An attack for several frameworks, each in a module of its own."""

import numpy as np
from tensorflow_attack import TensorFlowDescent


class Descent:
    def __init__(self, estimator, steps=10):
        self.estimator = estimator
        self.steps = steps

    def generate(self, rows):
        if self.estimator.framework == "tensorflow":
            return TensorFlowDescent(self.estimator, self.steps).generate(rows)
        for _ in range(self.steps):
            rows = rows + np.sign(self.estimator.gradient(rows))
        return rows
