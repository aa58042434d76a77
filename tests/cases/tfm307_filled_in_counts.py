"""Counts that functools.partial fills in, and numbers of parts that are looked up in another function."""

from functools import partial

import tensorflow as tf


def swing(state, angles, depth, wires):
    for wire in range(wires):
        state = state + tf.sin(angles[0, wire])
    for layer in range(depth):
        state = state * tf.cos(angles[layer, 0])
    return state


def sway(state, angles, depth):
    for layer in range(depth):  # want: TFM307
        state = state * tf.cos(angles[layer, 0])
    return state


def fast(state, angles):
    short = partial(swing, depth=4, wires=3)
    return tf.function(short)(state, angles)


def slow(state, angles):
    long = partial(sway, depth=400)
    return tf.function(long)(state, angles)


def padded(inner, edges, grids):
    whole = inner
    for axis in range(len(grids)):
        whole = bordered(axis, edges, whole)
    return whole


def bordered(axis, edges, inner):
    return tf.concat([inner, edges[axis](inner)], axis=axis)


def repeated(inner, rows):
    whole = inner
    for place in range(len(rows)):  # want: TFM307
        whole = shifted(place, whole)
    return whole


def shifted(place, inner):
    return tf.nn.relu(inner + place)


@tf.function
def whole(inner, edges, grids, rows):
    return padded(inner, edges, grids), repeated(inner, rows)
