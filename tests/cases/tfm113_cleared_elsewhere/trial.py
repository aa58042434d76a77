"""The builder clears in a file of its own; what training leaves behind stays all the same."""
from networks import regressor


def errors(features, targets, sizes):
    found = []
    for units in sizes:
        network = regressor(units)  # want: TFM113
        run = network.fit(features, targets, epochs=3, verbose=0)
        found.append(run.history["loss"][-1])
    return found
