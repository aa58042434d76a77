"""Optimizers made for each round of a training that goes on with the same weights, and for new ones."""
import tensorflow as tf
from tensorflow import keras


def cycles(weights: tf.Variable, batches, rates):
    for rate in rates:
        optimizer = keras.optimizers.SGD(rate)  # want: TFM111
        for x, y in batches:
            with tf.GradientTape() as tape:
                error = tf.reduce_mean(tf.square(x @ weights - y))
            optimizer.apply_gradients([(tape.gradient(error, weights), weights)])


class Tuner:
    def __init__(self, slope, offset):
        self.weights = [slope, offset]

    def run(self, batches, epochs):
        for epoch in range(epochs):
            optimizer = keras.optimizers.Adam(0.1 * 0.9**epoch)  # want: TFM111
            for x, y in batches:
                with tf.GradientTape() as tape:
                    slope, offset = self.weights
                    error = tf.reduce_mean(tf.square(slope * x + offset - y))
                weights = self.weights
                optimizer.apply_gradients(zip(tape.gradient(error, weights), weights))


def starts(points, loss_of, steps):
    """Each start has a variable of its own, and so an optimizer of its own."""
    best = []
    for point in points:
        place = tf.Variable(point)
        optimizer = keras.optimizers.Adam(0.1)
        for _ in range(steps):
            with tf.GradientTape() as tape:
                loss = loss_of(place)
            optimizer.apply_gradients([(tape.gradient(loss, place), place)])
        best.append(float(loss))
    return min(best)


def one_after_the_other(members, batches, loss_of):
    for member in members:
        optimizer = keras.optimizers.Adam(0.1)
        for batch in batches:
            with tf.GradientTape() as tape:
                loss = loss_of(member, batch)
            weights = member.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def once(weights: tf.Variable, batches, epochs):
    optimizer = keras.optimizers.Adam(0.1)
    for _ in range(epochs):
        for x, y in batches:
            with tf.GradientTape() as tape:
                error = tf.reduce_mean(tf.square(x @ weights - y))
            optimizer.apply_gradients([(tape.gradient(error, weights), weights)])
