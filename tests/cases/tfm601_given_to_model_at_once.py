"""A method makes a pipeline of a generator; a comprehension hands each one to the model."""
import tensorflow as tf


def pieces(song, size):
    for start in range(0, len(song) - size, size):
        yield song[start : start + size]


class Rater:
    def __init__(self, network: tf.keras.Model):
        self.network = network

    def data(self, song):
        parts = tf.data.Dataset.from_generator(lambda: pieces(song, 64), tf.float32)  # want: TFM601
        return parts.batch(16)

    def kept(self, song):
        return tf.data.Dataset.from_generator(lambda: pieces(song, 64), tf.float32).batch(16)

    def rate(self, songs):
        return [self.network.predict(self.data(song)).mean() for song in songs]

    def prepare(self, songs):
        return [self.kept(song) for song in songs]
