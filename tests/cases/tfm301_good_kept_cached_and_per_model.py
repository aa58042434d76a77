"""One traced function for each model, cached ones, and those that other traced code makes."""
import functools

import tensorflow as tf


class Agent:
    def __init__(self, net):
        self.net = net
        self.act = tf.function(net)


def population(nets):
    return [Agent(net) for net in nets]


def cross_validate(folds):
    for x, y in folds:
        tf.keras.backend.clear_session()
        net = tf.keras.Sequential([tf.keras.layers.Dense(1)])  # want: TFM113
        optimizer = tf.keras.optimizers.SGD()

        @tf.function
        def step(features, targets):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(net(features) - targets))
            weights = net.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

        step(x, y)


@functools.lru_cache(maxsize=None)
def scaler(factor):
    return tf.function(lambda x: x * factor)


def scale_all(xs):
    return [scaler(2.0)(x).numpy() for x in xs]


_CACHE = {}


def solver(name):
    if name not in _CACHE:
        _CACHE[name] = tf.function(lambda x: tf.linalg.inv(x))
    return _CACHE[name]


def solve(names, matrix):
    return [solver(name)(matrix).numpy() for name in names]


@tf.function
def outer(xs):
    for x in xs:
        inner = tf.function(lambda v: v * 2.0)
        x = inner(x)
    return x


def main():
    @tf.function
    def once(x):
        return x

    return once(tf.ones(()))


def each_once(functions, x):
    for function in functions:
        traced = tf.function(function)
        print(float(traced(x)), float(traced(x + 1)))
    return [float(tf.function(function)(x)) for function in functions]
