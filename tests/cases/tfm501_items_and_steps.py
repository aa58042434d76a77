"""Loops over data that look like loops over parts, and trainings that stack what they kept."""
import keras
import tensorflow as tf
from keras import losses, optimizers


def describe(path, named_images):
    encode = tf.function(tf.keras.models.load_model(path))
    table = {}
    for name, image in named_images:
        table[name.numpy().decode()] = encode(image[None])[0]  # want: TFM501
    return table


def training_curve(net: keras.Model, batches):
    optimizer, loss_of = optimizers.SGD(0.1), losses.MeanSquaredError()
    curve = []
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_of(y, net(x, training=True))  # want: TFM101
        optimizer.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
        curve.append(loss)  # want: TFM501
    return tf.reduce_mean(tf.stack(curve))


def unrolled(cell, steps, state):
    outputs = []
    for step in steps:
        state = tf.tanh(tf.matmul(step, cell) + state)
        outputs.append(state)
    return tf.stack(outputs, axis=1)


def gradient_noise(net: keras.Model, batches):
    rows = []
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((net(x, training=True) - y) ** 2)  # want: TFM101
        parts = tape.gradient(loss, net.trainable_variables)
        rows.append(tf.concat([tf.reshape(part, [-1]) for part in parts], 0))  # want: TFM501
    return tf.math.reduce_std(tf.stack(rows), axis=0)


class Answers:
    def __init__(self, path, jobs):
        self.net: keras.Model = keras.models.load_model(path)
        self.jobs, self.known = jobs, {}

    def run(self):
        while (job := self.jobs.get()) is not None:
            self.known[job.key] = self.net(job.row[None])  # want: TFM101, TFM501


class Curves:
    """Each step adds the numbers of a handful of names, and the steps go on."""

    def __init__(self):
        self.by_name = {"loss": [], "error": []}

    def add(self, numbers):
        for name, number in numbers.items():
            self.by_name[name].append(number)  # want: TFM501


@tf.function
def loss_and_error(x, y):
    return tf.reduce_mean((x - y) ** 2), tf.reduce_mean(tf.abs(x - y))


def follow(pairs):
    curves = Curves()
    for x, y in pairs:
        loss, error = loss_and_error(x, y)
        curves.add({"loss": loss, "error": error})
    return curves


def all_scores(net: keras.Model, batches: tf.data.Dataset):
    rows = None
    for batch in batches:
        scores = net(batch, training=False)  # want: TFM101
        rows = scores if rows is None else tf.concat([rows, scores], axis=0)  # want: TFM501
    return rows


def longest(net: keras.Model, batches: tf.data.Dataset):
    rows = None
    for batch in batches:
        scores = tf.constant(net.predict_on_batch(batch))
        rows = scores if rows is None else tf.maximum(rows, scores)
    return rows
