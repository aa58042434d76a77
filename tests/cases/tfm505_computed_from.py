"""Large tensors of which only numbers are taken before the training."""
import numpy as np
import tensorflow as tf

SIDE = 1 << 6


def moments(values):
    flat = tf.reshape(values, [-1])
    print(values.shape)
    return float(tf.reduce_mean(values)), float(tf.math.reduce_std(values)), int(tf.size(values))


def spread(values):
    centred = values - tf.reduce_mean(values)
    return float(tf.reduce_max(tf.abs(centred)))


def update(weights, x, y, optimizer):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tf.linalg.matvec(x, weights) - y))
    optimizer.apply_gradients([(tape.gradient(loss, weights), weights)])
    return float(loss)


def by_numpy(net: tf.keras.Model, train: tf.data.Dataset):
    noise = tf.random.normal([10**4, SIDE, SIDE])  # want: TFM505
    print(noise.numpy().mean(), np.std(noise))
    net.compile("adam", "mse")
    net.fit(train, epochs=3)


def reshaped(net: tf.keras.Model, train: tf.data.Dataset):
    pixels = tf.random.uniform(shape=[20000, SIDE, SIDE])  # want: TFM505
    print(tf.linalg.norm(tf.reshape(pixels, [-1, SIDE])).numpy())
    net.compile("adam", "mse")
    net.fit(train, epochs=3)


def by_helper(batches, epochs):
    noise = tf.zeros((20000, SIDE, SIDE))  # want: TFM505
    print(spread(noise))
    weights, optimizer = tf.Variable(tf.zeros([8])), tf.keras.optimizers.SGD(0.1)
    for _ in range(epochs):
        for x, y in batches:
            update(weights, x, y, optimizer)


def may_share(net: tf.keras.Model, train: tf.data.Dataset):
    """What the helper calls ``flat`` may be the same memory: that is not followed further."""
    noise = tf.zeros((20000, SIDE, SIDE))
    print(moments(noise))
    net.compile("adam", "mse")
    net.fit(train, epochs=3)


def kept(net: tf.keras.Model, train: tf.data.Dataset, store):
    noise = tf.zeros((20000, SIDE, SIDE))
    store.put(noise)
    rows = tf.reshape(noise, [-1, SIDE])
    net.compile("adam", "mse")
    net.fit(train, epochs=3)
    return rows


def first_rows(net: tf.keras.Model, train: tf.data.Dataset):
    noise = tf.zeros((20000, SIDE, SIDE))  # want: TFM505
    print(net(noise[:1]).shape, float(noise[0, 0, 0]))
    net.compile("adam", "mse")
    net.fit(train, epochs=3)


def part_kept(net: tf.keras.Model, train: tf.data.Dataset):
    noise = tf.zeros((20000, SIDE, SIDE))
    part = noise[:10000]
    net.compile("adam", "mse")
    net.fit(train, epochs=3)
    return part
