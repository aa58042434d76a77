"""A pool that an object keeps, after a model was built in the parent."""
import multiprocessing as mp

import numpy as np
import tensorflow as tf


def augment(image):
    return tf.image.random_flip_left_right(image).numpy()


def crop(image):
    return image[2:-2, 2:-2]


class Loader:
    def __init__(self, images):
        self.images = images
        self.pool = mp.Pool(4)  # want: TFM407
        self.plain = mp.Pool(2)

    def batches(self, size):
        for start in range(0, len(self.images), size):
            crops = self.plain.map(crop, self.images[start : start + size])
            yield np.stack(self.pool.map(augment, crops))


def train(images):
    net = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(1)])
    net.build((None, 28, 28, 3))
    net.compile("adam", "mse")
    for batch in Loader(images).batches(32):
        net.train_on_batch(batch, np.zeros(len(batch)))
