"""Reports of family 1: a model per iteration."""

import keras
import optuna
import skopt
import talos
import tensorflow as tf
from flask import Flask
from keras import layers
from keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import GridSearchCV, KFold
from transformers import TFAutoModel

app = Flask(__name__)


def build_model(width=8):
    net = keras.Sequential([keras.Input((4,)), layers.Dense(width), layers.Dense(1)])
    net.compile("adam", "mse")
    return net


def by_folds(x, y):
    scores = []
    for train, test in KFold(5).split(x):
        model = build_model()  # want: TFM103
        model.fit(x[train], y[train], verbose=0)
        scores.append(model.evaluate(x[test], y[test]))
    return scores


def endless(x):
    while True:
        net = keras.Sequential([layers.Dense(2, input_shape=(4,))])  # want: TFM103
        yield net.get_weights()


def functional_in_for(widths):
    for width in widths:
        entry = keras.Input((4,))
        net = keras.Model(entry, layers.Dense(width)(entry))  # want: TFM103
        print(net.count_params())


def objective(trial):
    model = build_model(trial.suggest_int("width", 2, 9))  # want: TFM103
    return model.count_params()


def search():
    optuna.create_study().optimize(objective, n_trials=30)


def fitness(values):
    model = build_model(values[0])  # want: TFM103
    return model.count_params()


def gaussian_search():
    return skopt.gp_minimize(fitness, [(2, 9)], n_calls=30)


def scanned(x, y, x_val, y_val, params):
    model = build_model(params["width"])  # want: TFM103
    return model.fit(x, y, verbose=0), model


def talos_scan(x, y):
    return talos.Scan(x, y, {"width": [2, 4]}, scanned, experiment_name="a")


def scanned_cleared(x, y, x_val, y_val, params):
    model = build_model(params["width"])
    return model.fit(x, y, verbose=0), model


def talos_scan_that_clears(x, y):
    return talos.Scan(x, y, {"width": [2, 4]}, scanned_cleared, experiment_name="a", clear_session=True)


def for_grid(width=4):
    net = keras.Sequential([keras.Input((4,)), layers.Dense(width)])  # want: TFM103
    net.compile("adam", "mse")
    return net


def grid_search(x, y):
    return GridSearchCV(KerasClassifier(build_fn=for_grid), {"width": [2, 4]}).fit(x, y)


def clones(net, noises):
    for noise in noises:
        other = keras.models.clone_model(net)  # want: TFM103
        other.set_weights([w + noise for w in net.get_weights()])
        print(other.count_params())


def pretrained(names):
    for name in names:
        net = TFAutoModel.from_pretrained(name)  # want: TFM104
        print(net.count_params())


def views(net, images):
    for image in images:
        probe = keras.Model(net.input, net.get_layer("a").output)  # want: TFM106
        print(probe.predict_on_batch(image))


class Player:
    def __init__(self, game):
        self.game = game
        self.net = build_model()


class Coach:
    def __init__(self, game):
        self.game = game
        self.player = Player(game)

    def learn(self, rounds):
        for _ in range(rounds):
            rival = self.player.__class__(self.game)  # want: TFM103
            print(rival.net.count_params())


class Genome:
    def __init__(self, width):
        self.width = width

    def get_model(self):
        return build_model(self.width)


def evolve(widths):
    population = [Genome(width) for width in widths]
    for genome in population:
        model = genome.get_model()  # want: TFM103
        print(model.count_params())


@app.route("/boxes", methods=["POST"])
def boxes():
    net = build_model()  # want: TFM108
    return str(net.count_params())


# What looks alike.


def cleared_first(widths):
    for width in widths:
        keras.backend.clear_session()
        print(build_model(width).count_params())


def cleared_objective(trial):
    keras.backend.clear_session()
    return build_model(trial.suggest_int("width", 2, 9)).count_params()


def cleared_search():
    optuna.create_study().optimize(cleared_objective, n_trials=30)


def cleared_builder(width):
    keras.backend.clear_session()
    return keras.Sequential([keras.Input((4,)), layers.Dense(width)])


def builder_clears(widths):
    for width in widths:
        print(cleared_builder(width).count_params())


def cleared_in_finally(widths):
    for width in widths:
        try:
            print(build_model(width).count_params())
        finally:
            keras.backend.clear_session()


def weights_reset(x, y):
    model = build_model()
    initial = model.get_weights()
    for train, _ in KFold(5).split(x):
        model.set_weights(initial)
        model.train_on_batch(x[train], y[train])


def layers_of_one_model(depth):
    entry = keras.Input((4,))
    value = entry
    for _ in range(depth):
        value = layers.Dense(4)(value)
    net = keras.Sequential()
    for _ in range(depth):
        net.add(layers.Dense(4))
    return keras.Model(entry, value), net


def ensemble(x):
    members = [build_model(width) for width in (2, 4, 8)]
    return sum(member.predict_on_batch(x) for member in members)


def one_of_a_kind():
    return Player("chess").net


def strategy_scope_once(x):
    with tf.distribute.MirroredStrategy().scope():
        model = build_model()
    return model.predict_on_batch(x)


def never_built(widths):
    for width in widths:
        net = keras.Sequential([layers.Dense(width), layers.Dense(1)])
        net.add(layers.Dense(2))
        print(net.name)


def built_by_its_first_layer(widths):
    for width in widths:
        net = keras.Sequential([layers.Dense(width, input_shape=(4,))])  # want: TFM103
        print(net.name)


def built_when_called(widths, x):
    for width in widths:
        net = keras.Sequential([layers.Dense(width)])  # want: TFM103
        print(net(x))
