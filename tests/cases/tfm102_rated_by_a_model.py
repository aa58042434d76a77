"""Functions that ask a model for one item, handed to what calls them for one after the other."""

import heapq

import numpy as np
import tensorflow as tf
from scipy import optimize

net = tf.keras.models.load_model("energy.keras")


def energy(x):
    return float(net.predict(x[None])[0, 0])  # want: TFM102


def strain(x):
    return float(net.predict(x[None])[0, 0])  # want: TFM102


def cost(x):
    return float(net.predict(np.array([x]))[0, 0])  # want: TFM102


def residual(x):
    return net.predict(x[None])[0]  # want: TFM102


def at_once(xs):
    scores = net.predict(xs)
    return sorted(range(len(xs)), key=lambda place: scores[place])


def choose(xs):
    print(min(xs, key=energy), heapq.nsmallest(3, xs, key=strain))
    print(optimize.minimize_scalar(cost), optimize.least_squares(residual, np.zeros(3)))
    return at_once(xs)
