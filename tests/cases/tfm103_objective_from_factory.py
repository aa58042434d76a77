"""Objectives that are made for their data: what calls them again and again is given a closure."""
import keras
import optuna
from hyperopt import fmin, hp, tpe

SPACE = {"width": hp.choice("width", [8, 16])}


def loss_on(x, y):
    def loss(point):
        net = keras.Sequential([keras.layers.Dense(point["width"]), keras.layers.Dense(1)])  # want: TFM103
        net.compile("adam", "mse")
        return float(net.evaluate(x, y, verbose=0))

    return loss


def cleared_loss_on(x, y):
    def loss(trial):
        keras.utils.clear_session()
        net = keras.Sequential([keras.layers.Dense(trial.suggest_int("width", 4, 64))])
        net.compile("adam", "mse")
        return float(net.evaluate(x, y, verbose=0))

    return loss


def scorer():
    return lambda width: keras.Sequential([keras.layers.Dense(width)]).count_params()  # want: TFM103


def search(x, y):
    best = fmin(loss_on(x, y), SPACE, algo=tpe.suggest, max_evals=30)
    study = optuna.create_study()
    objective = cleared_loss_on(x, y)
    study.optimize(objective, n_trials=20)
    size = scorer()
    return best, study.best_value, [size(width) for width in range(4, 64)]
