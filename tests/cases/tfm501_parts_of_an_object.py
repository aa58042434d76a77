"""What an object is given once, when it is made, are its parts; what its steps add to it is more and more."""

from os.path import basename

import tensorflow as tf


def shade(picture):
    bright = tf.reduce_mean(picture)
    return bright if bright.numpy() > 0.0 else tf.ones(())


class Lamps:
    def __init__(self, files, size):
        self.lamps = {}
        shades = []
        for file in files:
            picture = tf.io.decode_png(tf.io.read_file(file))
            self.lamps[basename(file)] = tf.image.resize(picture, (size, size))
            shades.append(shade(picture))
        self.shades = shades

    def lit(self, name):
        return tf.reduce_sum(self.lamps[name] * self.shades[0])


class Trainer:
    def __init__(self, model, batches, optimizer):
        self.losses = []
        for x, y in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(model(x) - y))
            slopes = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(slopes, model.trainable_variables))
            self.losses.append(loss)  # want: TFM501


def faded(files, strength):
    pictures = []
    for file in files:
        pictures.append(tf.io.decode_png(tf.io.read_file(basename(file))) * strength)
    return tf.reduce_mean(pictures[0]) + pictures[1]
