"""Models and histories that are put aside and not asked again, by key, in a list and in a dataclass."""
from dataclasses import dataclass, field

import keras


def network(width):
    return keras.Sequential([keras.layers.Dense(width, "relu"), keras.layers.Dense(1)])


def scores_by_key(x, y, widths):
    nets, scores = {}, {}
    for width in widths:
        nets[width] = network(width)  # want: TFM103, TFM107
        nets[width].compile("adam", "mse")
        scores[width] = nets[width].evaluate(x, y, verbose=0)
    return scores


def scores_in_list(x, y, widths):
    nets, scores = [], []
    for width in widths:
        net = network(width)  # want: TFM103
        net.compile("adam", "mse")
        nets.append(net)  # want: TFM107
        scores.append(net.evaluate(x, y, verbose=0))
    return min(scores)


@dataclass
class Runs:
    done: list = field(default_factory=list)

    def add(self, run):
        self.done.append(run)  # want: TFM107

    def best(self):
        return min(min(run.history["loss"]) for run in self.done)


def by_size(net: keras.Model, x, y, sizes):
    runs = Runs()
    for size in sizes:
        runs.add(net.fit(x, y, batch_size=size, verbose=0))  # want: TFM110
    return runs.best()
