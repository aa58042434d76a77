"""Models between ends that a function is handed: of networks that exist, or of new ones."""

from __future__ import annotations

from typing import Sequence

from tensorflow import keras


def traced(ends: Sequence[keras.KerasTensor], results, tracer):
    part = keras.Model(ends, results)
    return tracer(part)


def convert(network, table, tracer):
    for operation in network.operations:
        table[operation.name] = traced(operation.ends, operation.results, tracer)


def cut(tensors, names):
    for first, last in names:
        start = tensors[first]
        print(keras.Model(start, outputs=tensors[last]).count_params())


def joined(ends, results):
    return keras.Model(ends, results)


def compare(widths):
    for width in widths:
        ends = keras.Input((8,))
        print(joined(ends, keras.layers.Dense(width)(ends)).count_params())  # want: TFM103


def headed(features, widths):
    for width in widths:
        head = keras.layers.Dense(width)(features)
        print(keras.Model(features, head).count_params())  # want: TFM103
