"""A helper that only builds is reported where the running loop calls it."""

import tensorflow.compat.v1 as tf
from tensorflow.keras import backend as K

tf.disable_v2_behavior()


def resized(image, size):
    batched = tf.expand_dims(image, 0)
    return tf.image.resize_bilinear(batched, size)[0]


class Pyramid:
    def __init__(self):
        self.image = tf.placeholder(tf.float32, [None, None, 3])

    def octaves(self, picture, sizes):
        session = K.get_session()
        pictures = []
        for size in sizes:
            pictures.append(session.run(resized(self.image, size), {self.image: picture}))  # want: TFM202
        return pictures

    def sharpness(self, picture, rounds):
        session = tf.get_default_session()
        total = 0.0
        for _ in range(rounds):
            spread = K.std(self.image)  # want: TFM202
            total += session.run(spread, {self.image: picture})
        return total


def predictions(net: tf.keras.Model, batches):
    """The model is applied anew for each batch."""
    inputs = tf.placeholder(tf.float32, [None, 8])
    with tf.Session() as sess:
        for batch in batches:
            yield sess.run(net(inputs), {inputs: batch})  # want: TFM202
