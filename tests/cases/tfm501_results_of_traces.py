"""Whatever a tf.function returns in a row or dictionary is a tensor, also where its making is not known."""
import tensorflow as tf


@tf.function
def step(x, measure):
    value = measure(x)
    return value, {"square": value**2, "one": 1.0}


def run(data, measure):
    values, squares, numbers, ones = [], [], [], []
    for x in data:
        value, more = step(x, measure)
        values.append(value)  # want: TFM501
        squares.append(more["square"])  # want: TFM501
        ones.append(more["one"])  # want: TFM501
        numbers.append(float(value))
    return values, squares, numbers, ones


def plain(x, measure):
    value = measure(x)
    return value, {"square": value**2}


def run_plain(data, measure):
    values, squares = [], []
    for x in data:
        value, more = plain(x, measure)
        values.append(value)
        squares.append(more["square"])
    return values, squares
