"""What is called between two resets comes from a package out of sight, and may well build a graph."""

import tensorflow.compat.v1 as tf1
from decoders.rating import rate


def objective(trial, names):
    ratings = []
    for name in names:
        tf1.reset_default_graph()
        ratings.append(rate(name, trial.suggest_float("weight", 0, 1)))
    return sum(ratings)
