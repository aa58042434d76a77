"""An objective that puts the network of each trial on its object compiles another one each time."""
import keras
import optuna


class Objective:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.net = None

    def __call__(self, trial):
        keras.backend.clear_session()
        self.net = keras.Sequential([keras.layers.Dense(trial.suggest_int("units", 2, 9)), keras.layers.Dense(1)])
        self.net.compile("sgd", "mse")
        return self.net.fit(self.x, self.y, verbose=0).history["loss"][-1]


class Fixed:
    def __init__(self, net: keras.Model, x, y):
        self.net, self.x, self.y = net, x, y

    def __call__(self, trial):
        rate = trial.suggest_float("rate", 1e-4, 1e-1)
        self.net.compile(keras.optimizers.SGD(rate), "mse")  # want: TFM105
        return self.net.fit(self.x, self.y, verbose=0).history["loss"][-1]


def search(x, y, net):
    optuna.create_study().optimize(Objective(x, y), n_trials=20)
    optuna.create_study().optimize(Fixed(net, x, y), n_trials=20)
