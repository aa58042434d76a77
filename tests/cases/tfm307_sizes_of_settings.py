"""The length of what an object was made with, and of what it is given."""

import numpy as np
import tensorflow as tf


def series(rows, coefficients):
    terms = [rows, tf.square(rows)]
    for _ in range(coefficients.shape[1] - 2):
        terms.append(2.0 * rows * terms[-1] - terms[-2])
    return tf.matmul(coefficients, tf.stack(terms))


def smoothed(rows, weight):
    state = rows[:, 0]
    for t in range(rows.shape[1]):  # want: TFM307
        state = weight * state + rows[:, t]
    return state


class Transform:
    def __init__(self, scales, degree=20):
        tables = [np.polynomial.chebyshev.chebval(np.arange(degree), [s]) for s in scales]
        self.coefficients = tf.convert_to_tensor(np.stack(tables, axis=0))

    def of(self, table):
        def mapped(rows):
            return series(rows, self.coefficients)

        return tf.data.Dataset.from_tensor_slices(table).map(mapped)


@tf.function
def step(rows):
    return smoothed(rows, 0.9)
