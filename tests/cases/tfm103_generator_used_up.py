"""Generators that build: what is yielded is used up in its round, or gathered."""
import tensorflow as tf


def candidates(widths):
    for width in widths:
        yield tf.keras.Sequential([tf.keras.layers.Dense(width)])  # want: TFM103


def report(x, widths):
    for net in candidates(widths):
        print(net.name, net.predict_on_batch(x).mean())


def members(widths):
    for width in widths:
        yield tf.keras.Sequential([tf.keras.layers.Dense(width)])


def ensemble(x, widths):
    nets = list(members(widths))
    return sum(net.predict_on_batch(x) for net in nets)


def named_candidates(grid):
    for width, activation in grid:
        model = tf.keras.Sequential([tf.keras.layers.Dense(width, activation)])  # want: TFM103
        model.compile("adam", "mse")
        yield (width, activation), model


def race(x, y, grid):
    best = None
    for key, model in named_candidates(grid):
        loss = model.fit(x, y, verbose=0).history["loss"][-1]
        if best is None or loss < best[0]:
            best = loss, key
    return best


def pairs(grid):
    for width in grid:
        yield width, tf.keras.Sequential([tf.keras.layers.Dense(width)])


def gathered_pairs(grid):
    found = []
    for width, model in pairs(grid):
        found.append((width, model))
    return found
