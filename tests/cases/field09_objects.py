"""Reports of families 9, 15, 25, 26 and 29: objects, tensors and tapes that are made or kept per iteration."""

import gc

import keras
import numpy as np
import tensorflow as tf
from sklearn.model_selection import KFold


def build():
    net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    net.compile("adam", "mse")
    return net


class Meters:
    def __init__(self):
        self.kept = []

    def watch(self, data):
        for x in data:
            mean = keras.metrics.Mean()  # want: TFM504
            mean.update_state(x)
            self.kept.append(mean)


def untraced_steps(net, data):
    for x, y in data:
        optimizer = keras.optimizers.Adam()  # want: TFM111
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x) - y) ** 2)
        gradients = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(gradients, net.trainable_variables))


class Block(keras.layers.Layer):
    def call(self, x):
        return keras.layers.Dense(4)(x)  # want: TFM111


class BuiltBlock(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.parts = [keras.layers.Dense(4) for _ in range(3)]
        self.scale = None

    def build(self, shape):
        self.bias = self.add_weight(shape=(4,))

    def call(self, x):
        if self.scale is None:
            self.scale = tf.Variable(1.0)
        for part in self.parts:
            x = part(x)
        return x * self.scale + self.bias


def reset_metric(data, epochs):
    mean = keras.metrics.Mean()
    for _ in range(epochs):
        mean.reset_state()
        for x in data:
            mean.update_state(x)
        print(float(mean.result()))


def optimizer_of_the_fold(x, y):
    for train, _ in KFold(3).split(x):
        keras.backend.clear_session()
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
        model.compile(keras.optimizers.Adam(), "mse")
        model.train_on_batch(x[train], y[train])


# References that stay (15).


def histories(x, y, rounds):
    model = build()
    kept = []
    for _ in range(rounds):
        kept.append(model.fit(x, y, verbose=0))  # want: TFM107
    return [history.history["loss"][-1] for history in kept]


def candidates(x, y, widths):
    nets = []
    for _ in widths:
        keras.backend.clear_session()
        model = build()
        model.train_on_batch(x, y)
        nets.append(model)  # want: TFM107
    return [net.count_params() for net in nets]


class Recorder(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.all_logs = []

    def on_train_batch_end(self, batch, logs=None):
        self.all_logs.append(logs)  # want: TFM506


def numbers_kept(x, y, rounds):
    model = build()
    kept = []
    for _ in range(rounds):
        kept.append(model.fit(x, y, verbose=0).history)
    return kept


def used_ensemble(x, y, rounds):
    nets = []
    for _ in range(rounds):
        net = build()
        net.train_on_batch(x, y)
        nets.append(net)
    return sum(net.predict_on_batch(x) for net in nets)


# Tapes (25).


def inside(net, optimizer, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(x) - y) ** 2)
        gradients = tape.gradient(loss, net.trainable_variables)  # want: TFM503
    optimizer.apply_gradients(zip(gradients, net.trainable_variables))


def persistent_for_one(net, x):
    with tf.GradientTape(persistent=True) as tape:  # want: TFM502
        loss = tf.reduce_sum(net(x))
    return tape.gradient(loss, net.trainable_variables)


class Physics:
    def differentiate(self, rounds, x):
        self.tapes = []
        for _ in range(rounds):
            with tf.GradientTape() as tape:  # want: TFM502
                tape.watch(x)
                self.y = x * x
            self.tapes.append(tape)


def two_gradients(x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = x * x, x * x * x
    first, second = tape.gradient(y, x), tape.gradient(z, x)
    del tape
    return first, second


def second_order(x):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = x * x * x
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x)


def columns(x):
    found = []
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
    for index in range(3):
        found.append(tape.gradient(y[index], x).numpy())
    return found


# Tensors (26).


def predictions(data):
    net = build()
    kept = []
    for x in data:
        kept.append(net(x))  # want: TFM501, TFM101
    return np.concatenate(kept)


def losses(data):
    net = build()
    kept = []
    for x, y in data:
        loss = tf.reduce_mean((net.predict_on_batch(x) - y) ** 2)
        kept.append(loss)  # want: TFM501
    return sum(kept) / len(kept)


class Results(keras.callbacks.Callback):
    def __init__(self, x):
        super().__init__()
        self.x = x
        self.all = tf.zeros([0, 4])

    def on_train_batch_end(self, batch, logs=None):
        self.all = tf.concat([self.all, tf.reduce_mean(self.x, 0)[None]], 0)  # want: TFM506


def numbers(data):
    net = build()
    kept, total = [], 0.0
    for x, y in data:
        loss = tf.reduce_mean((net.predict_on_batch(x) - y) ** 2)
        kept.append(float(loss))
        kept.append(loss.numpy())
        total += loss
        kept.append(net.train_on_batch(x, y))
    return kept, total


def per_round(data, rounds):
    for _ in range(rounds):
        parts = []
        for x in data[:4]:
            parts.append(tf.reduce_sum(x))
        print(tf.stack(parts))


# Compiling (29).


def toggled(generator, discriminator, rounds):
    for _ in range(rounds):
        discriminator.trainable = not discriminator.trainable
        generator.compile("adam", "mse")


def recompiled(x, y, rates):
    model = build()
    for rate in rates:
        model.compile(keras.optimizers.Adam(rate), "mse")  # want: TFM105
        model.fit(x, y, verbose=0)
    gc.collect()
