"""Made anew by a search, in a comprehension, and per object that is thrown away."""
import functools

import optuna
import tensorflow as tf
from tensorflow import function as traced


def objective(trial):
    slope = trial.suggest_float("slope", 0.0, 1.0)

    @functools.partial(tf.function, autograph=False)  # want: TFM301
    def evaluate(x):
        return tf.reduce_sum(x * slope)

    return float(evaluate(tf.ones((4,))))


def search():
    study = optuna.create_study()
    study.optimize(objective, n_trials=50)


def sums(fn, points):
    return [float(traced(fn)(tf.constant(point))) for point in points]  # want: TFM301


class Probe:
    def __init__(self, fn):
        self.fn = tf.function(fn)  # want: TFM301

    def measure(self, x):
        return float(self.fn(x))


def probe_all(fn, xs):
    total = 0.0
    for x in xs:
        probe = Probe(fn)
        total += probe.measure(x)
    return total


class Trainer:
    def start_epoch(self):
        self.step = tf.function(self._step)  # want: TFM301

    def _step(self, x):
        return x + 1.0

    def run(self, batches, epochs):
        for _ in range(epochs):
            self.start_epoch()
            for x in batches:
                x = self.step(x)
