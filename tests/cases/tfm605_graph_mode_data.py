"""Data inside the graph of a TensorFlow 1 program."""

import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

ROWS = 60_000


def load():
    images = np.zeros((ROWS, 28 * 28), np.float32)
    labels = np.zeros(ROWS, dtype=np.int64)
    return images, labels


def embedded():
    images = np.zeros((ROWS, 28, 28), np.float32)
    labels = np.zeros((ROWS,), dtype=np.int64)
    return tf.data.Dataset.from_tensor_slices((images, labels)).batch(32)  # want: TFM605


def fed(session):
    images = np.zeros((ROWS, 28 * 28), np.float32)
    shown = tf.placeholder(tf.float32, images.shape)
    iterator = tf.data.make_initializable_iterator(tf.data.Dataset.from_tensor_slices(shown))
    session.run(iterator.initializer, feed_dict={shown: images})
    return iterator.get_next()


def unknown(path):
    return tf.constant(np.load(path))
