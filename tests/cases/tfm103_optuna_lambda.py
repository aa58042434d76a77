import optuna
import keras

def objective(trial, x):
    m = keras.Sequential([keras.layers.Dense(trial.suggest_int("w", 1, 9))])  # want: TFM103
    m.compile("sgd", "mse")
    return m.evaluate(x, x)

def main(x):
    study = optuna.create_study()
    study.optimize(lambda t: objective(t, x), n_trials=50)
