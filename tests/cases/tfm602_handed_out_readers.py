"""A mapped function that asks a helper for a reader of images, and reads none itself."""

import tensorflow as tf


def reader(channels):
    def read(path):
        return tf.io.decode_png(tf.io.read_file(path), channels=channels)

    return read


def tagged(path):
    later = reader(3)
    return path, tf.strings.length(path), later.__name__


def pipeline(paths):
    data = tf.data.Dataset.from_tensor_slices(paths).map(tagged)
    return data.shuffle(len(paths)).batch(8)


def shrink(path):
    def read(name):
        return tf.io.decode_png(tf.io.read_file(name), channels=3)

    return tf.image.resize(read(path), (64, 64))


def images(paths):
    data = tf.data.Dataset.from_tensor_slices(paths).map(shrink)
    return data.shuffle(len(paths)).batch(8)  # want: TFM602
