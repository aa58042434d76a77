"""Copies of a network that a callback keeps, because they answer together later; others are made in vain."""
import numpy as np
import tensorflow as tf
from tensorflow import keras


class Snapshots(keras.callbacks.Callback):
    def __init__(self, every):
        super().__init__()
        self.every = every
        self.copies = {}

    def on_epoch_end(self, epoch, logs=None):
        if epoch % self.every == 0:
            copy = keras.models.clone_model(self.model)
            copy.set_weights(self.model.get_weights())
            self.copies[epoch] = copy

    def answer(self, rows):
        return np.mean([copy.predict(rows, verbose=0) for copy in self.copies.values()], axis=0)


class Perturbed(keras.callbacks.Callback):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
        self.spread = []

    def on_epoch_end(self, epoch, logs=None):
        copy = keras.models.clone_model(self.model)  # want: TFM103
        copy.set_weights([w + np.random.normal(size=w.shape) for w in self.model.get_weights()])
        self.spread.append(float(tf.math.reduce_std(copy.predict_on_batch(self.rows))))


def train(model: keras.Model, x, y, rows):
    kept = Snapshots(5)
    model.compile("sgd", "mse")
    model.fit(x, y, epochs=40, callbacks=[kept, Perturbed(rows)], verbose=0)
    return kept.answer(rows)
