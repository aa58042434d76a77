"""Tensors that something else holds, unknown sizes, closures, and no training."""
import tensorflow as tf


def in_dataset(net: tf.keras.Model, labels):
    images = tf.zeros((10000, 64, 64, 3))
    dataset = tf.data.Dataset.from_tensor_slices((images, labels))
    net.fit(dataset)


def unknown(net: tf.keras.Model, data, count):
    noise = tf.random.normal((count, 64, 64, 3))
    print(float(tf.reduce_mean(noise)))
    net.fit(data)


def closure(net: tf.keras.Model, data):
    table = tf.zeros((8192, 8192))

    def lookup(i):
        return table[i]

    net.fit(data.map(lookup))


def reshaped(net: tf.keras.Model, data):
    field = tf.zeros((8192, 8192))
    flat = tf.reshape(field, [-1])
    net.fit(data)
    return flat


def returned(net: tf.keras.Model, data):
    field = tf.zeros((8192, 8192))
    net.fit(data)
    return field


def untrained():
    field = tf.zeros((8192, 8192))
    return float(tf.reduce_sum(field))


@tf.function
def traced(net: tf.keras.Model, x):
    field = tf.zeros((8192, 8192))
    return net(x) + tf.reduce_sum(field)
