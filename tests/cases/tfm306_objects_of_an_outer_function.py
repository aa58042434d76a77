"""An object of the trace ends with it, also where a function inside uses it; one of eager code does not."""

import tensorflow as tf


class Pooling:
    def __init__(self, picture):
        self.picture = picture

    def pooled(self):
        self.picture = tf.transpose(self.picture, [0, 2, 3, 1])
        return tf.nn.max_pool2d(self.picture, 2, 2, "SAME")


class Padding:
    def __init__(self, picture):
        self.picture = picture

    def padded(self):
        self.picture = tf.pad(self.picture, [[1, 1], [1, 1]])  # want: TFM306
        return self.picture


@tf.function
def features(picture, flat):
    pooling = Pooling(picture)

    def pool():
        return pooling.pooled()

    return tf.reduce_mean(pool()) if flat else pool()


def prepared(picture, names):
    padding = Padding(picture)

    @tf.function
    def pad(name):
        return padding.padded()

    found = [pad(name) for name in names]
    print(padding.picture)
    return found
