"""Predicts the mean, without TensorFlow, although it names it."""

import numpy as np
import tensorflow as tf
from scores import hits


class Mean:
    def predict(self, rows):
        return rows.mean(axis=1)


if __name__ == "__main__":
    print(tf.__version__, hits(Mean(), np.ones((8, 3))))
