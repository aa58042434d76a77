"""Histories and networks in the fields of records, read by the records' own methods."""
from dataclasses import dataclass, field

from tensorflow import keras


@dataclass
class Run:
    width: int
    log: keras.callbacks.History

    @property
    def best(self):
        return min(self.log.history["loss"])

    def line(self):
        return f"{self.width}: {self.best:.3f}"


class Fitted:
    def __init__(self, width, net, log):
        self.width = width
        self.net = net
        self.loss = log.history["loss"][-1]

    def ask(self, rows):
        return self.net.predict(rows)


class Whole(Fitted):
    def __init__(self, width, log):
        super().__init__(width, log.model, log)
        self.log = log


class WithModel:
    def __init__(self, log):
        self.log = log
        self.model = log.model


def answers(x, y, nets: list[keras.Model], rows):
    kept = []
    for net in nets:
        kept.append(WithModel(net.fit(x, y, verbose=0)))
    print([one.log.history["loss"] for one in kept])
    return [one.model.predict(rows) for one in kept]


@dataclass
class Runs:
    widths: tuple
    runs: list = field(default_factory=list)
    nets: list = field(default_factory=list)

    def run(self, x, y):
        for width in self.widths:
            keras.backend.clear_session()
            net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])  # want: TFM113
            net.compile("sgd", "mse")
            self.runs.append(Run(width, net.fit(x, y, verbose=0)))  # want: TFM107
        for run in sorted(self.runs, key=lambda run: run.best):
            print(run.line())
        return min(self.runs, key=lambda run: run.best).width

    def keep(self, x, y):
        for width in self.widths:
            net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])
            net.compile("sgd", "mse")
            self.nets.append(Fitted(width, net, net.fit(x, y, verbose=0)))
        return self

    def ask(self, rows):
        return [fitted.ask(rows) for fitted in self.nets]


def handed_on(x, y, widths, report):
    runs = []
    for width in widths:
        keras.backend.clear_session()
        net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])  # want: TFM113
        net.compile("sgd", "mse")
        run = Run(width, net.fit(x, y, verbose=0))
        runs.append(run)
    report(runs)
