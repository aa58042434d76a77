import tensorflow as tf

from caching import remembered


@remembered
def weights(n):
    return tf.ones([n, n])
