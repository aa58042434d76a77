"""An object that optuna calls at every trial builds a model."""
import optuna
from tensorflow import keras
class Objective:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __call__(self, trial):
        m = keras.Sequential([keras.layers.Dense(trial.suggest_int("w", 1, 9))])  # want: TFM103
        m.compile("adam", "mse")
        return m.fit(self.x, self.y).history["loss"][-1]
def main(x, y):
    optuna.create_study().optimize(Objective(x, y), n_trials=50)
