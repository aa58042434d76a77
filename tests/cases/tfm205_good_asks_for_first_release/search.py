"""The project asks for TensorFlow 1, where whatever is called builds a graph."""

import tensorflow as tf
from decoders.rating import rate


def objective(trial, names):
    ratings = []
    for name in names:
        tf.compat.v1.reset_default_graph()
        ratings.append(rate(name, trial.suggest_float("weight", 0, 1)))
    return sum(ratings)
