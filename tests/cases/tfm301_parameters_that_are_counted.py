"""Branches for functions of so many parameters, of which the loops of this program pass one kind."""

import inspect
from inspect import signature as header

import tensorflow as tf


def arity(function):
    parameters = header(function).parameters
    return len(parameters) - ("self" in parameters)


class Field:
    def __init__(self, net, extra):
        self.net = net
        self.extra = extra

    def apply(self, rows, operator=None):
        if arity(operator) == 2:

            @tf.function  # want: TFM301
            def run(rows):
                return operator(rows, self.net(rows))

        elif arity(operator) == 3:

            @tf.function
            def run(rows):
                return operator(rows, self.net(rows), self.extra)

        else:
            raise ValueError(operator)
        return run(rows)

    def map(self, rows, operator):
        if len(inspect.signature(operator).parameters) == 1:
            return tf.function(operator)(self.net(rows))
        return tf.function(lambda values: operator(values, self.net(values)))(rows)  # want: TFM301


def residual(rows, values):
    return tf.square(values) - rows


def refine(net, extra, rows):
    field = Field(net, extra)
    error = 1.0
    while error > 0.01:
        error = float(tf.reduce_max(field.apply(rows, operator=residual)))
        error += float(tf.reduce_max(field.map(rows, residual)))
    return error


def once(net, extra, rows):
    return Field(net, extra).apply(rows, lambda rows, values, extra: values + extra)
