"""Hosts that call a function again and again in the same process."""
import keras
import wandb
from joblib import Parallel, delayed


def resampled(seed, x, y):
    net = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])  # want: TFM103
    net.compile("adam", "mse")
    return net.evaluate(x, y, verbose=0), seed


def spread(x, y, rounds):
    return Parallel(n_jobs=2)(delayed(resampled)(seed, x, y) for seed in range(rounds))


def once(x, y):
    return Parallel(n_jobs=2)([delayed(sorted)(x), delayed(sorted)(y)])


def trial():
    with wandb.init() as run:
        net = keras.Sequential([keras.layers.Dense(run.config.width), keras.layers.Dense(1)])  # want: TFM103
        net.compile("adam", "mse")
        run.log({"size": net.count_params()})


def search(sweep_id):
    wandb.agent(sweep_id, function=trial, count=30)
