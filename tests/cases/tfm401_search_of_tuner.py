"""A file that starts the search of KerasTuner at its top level trains."""

import numpy as np
import tensorflow as tf  # want: TFM401
from keras_tuner import BayesianOptimization


def sketch(choices):
    units = choices.Int("units", 8, 64, step=8)
    network = tf.keras.Sequential([tf.keras.Input((6,)), tf.keras.layers.Dense(units), tf.keras.layers.Dense(1)])
    network.compile("adam", "mae")
    return network


search = BayesianOptimization(sketch, objective="val_loss", max_trials=20)
search.search(np.zeros((64, 6)), np.zeros(64), validation_split=0.25)
print(search.get_best_hyperparameters()[0].values)
