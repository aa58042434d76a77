"""A model that stands among the layers of a block is a part of what is made of the blocks."""

from tensorflow import keras


class Gate(keras.Model):
    def __init__(self, width):
        super().__init__()
        self.dense = keras.layers.Dense(width)

    def call(self, x):
        return x * self.dense(x)


def block(width, gated):
    parts = [keras.layers.Dense(width)]
    parts.append(keras.layers.Dropout(0.1))
    if gated:
        parts.append(Gate(width))
    return parts


def tower(widths):
    blocks = []
    for place, width in enumerate(widths):
        parts = block(width, place == 2)
        blocks.append(parts)
    x = start = keras.Input((8,))
    for parts in blocks:
        for part in parts:
            x = part(x)
    return keras.Model(start, x)


def dense(width):
    return keras.Sequential([keras.layers.Dense(width, activation="relu"), keras.layers.Dropout(0.2)])


def along(graphs, width):
    return graphs.Edges(dense(width), "sum")


def message_passing(graphs, spec, rounds):
    start = keras.Input(type_spec=spec)
    graph = start.merge()
    for _ in range(rounds):
        graph = graphs.Update(nodes={"atoms": graphs.Nodes({"bonds": along(graphs, 8)}, dense(4))})(graph)
    return keras.Model(start, graphs.Pool("mean")(graph))


def best_of(graphs, data, widths):
    best = None
    for width in widths:
        best = graphs.better(dense(width), data, best)  # want: TFM103
    return best
