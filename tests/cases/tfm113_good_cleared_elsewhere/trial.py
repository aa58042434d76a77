"""The loop shows nothing that clears: its reader would not know what the message is about."""
from networks import regressor


def errors(features, targets, sizes):
    found = []
    for units in sizes:
        network = regressor(units)
        run = network.fit(features, targets, epochs=3, verbose=0)
        found.append(run.history["loss"][-1])
    return found
