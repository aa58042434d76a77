"""A notebook's script: what trains is a function that is handed to the search."""

import optuna
import tensorflow as tf  # want: TFM401


def objective(trial):
    tf.keras.backend.clear_session()
    net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(trial.suggest_int("n", 1, 9))])
    net.compile("sgd", "mse")
    return net.fit(tf.ones([8, 4]), tf.ones([8, 1])).history["loss"][-1]


study = optuna.create_study()
study.optimize(objective, n_trials=20)
