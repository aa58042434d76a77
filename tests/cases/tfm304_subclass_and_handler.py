"""Objects made by a factory in a loop, through a subclass, and per trial; what nothing calls is not traced."""
import optuna
import tensorflow as tf


class Surface:
    def __init__(self, level):
        self.level = level

    @tf.function(jit_compile=True)  # want: TFM304
    def value(self, x):
        return self.shape(x) + self.level

    def shape(self, x):
        return tf.square(x)

    @tf.function
    def slope(self, x):
        return tf.gradients(self.shape(x), x)[0]


class Wave(Surface):
    def shape(self, x):
        return tf.sin(x)


def make(level):
    return Wave(level)


def scan(levels, x):
    return [float(make(level).value(x)) for level in levels]


class Loss:
    def __init__(self, weight):
        self.weight = weight

    @tf.function  # want: TFM304
    def __call__(self, x):
        return tf.reduce_sum(x) * self.weight


def objective(trial):
    return float(Loss(trial.suggest_float("w", 0.0, 1.0))(tf.ones((3,))))


def search():
    optuna.create_study().optimize(objective, n_trials=100)
