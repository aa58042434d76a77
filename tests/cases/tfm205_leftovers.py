"""Statements that release nothing."""

import tensorflow as tf
from tensorflow import compat


def frozen(graph, rows):
    with graph.as_default(), compat.v1.Session(graph=graph) as first:
        output = first.run("out:0", {"in:0": rows})
        first.close()  # want: TFM205
    return output
