"""A tape that records a whole dataset holds what every batch computed."""
import tensorflow as tf

WEIGHTS = tf.Variable(tf.zeros([8]))


def loss_of(x, y):
    return tf.reduce_mean(tf.square(tf.linalg.matvec(x, WEIGHTS) - y))


def full_batch(data: tf.data.Dataset, optimizer, epochs):
    for _ in range(epochs):
        with tf.GradientTape() as tape:  # want: TFM502
            total = 0.0
            for x, y in data:
                total += loss_of(x, y)
        optimizer.apply_gradients([(tape.gradient(total, WEIGHTS), WEIGHTS)])


def tasks(data: tf.data.Dataset, optimizer, rounds):
    """A few tasks in one recording are a batch of them."""
    for _ in range(rounds):
        with tf.GradientTape() as tape:
            total = 0.0
            for x, y in data.take(4):
                total += loss_of(x, y)
        optimizer.apply_gradients([(tape.gradient(total, WEIGHTS), WEIGHTS)])


def summed(data: tf.data.Dataset, optimizer, epochs):
    """The same gradient, batch by batch."""
    for _ in range(epochs):
        total = tf.zeros_like(WEIGHTS)
        for x, y in data:
            with tf.GradientTape() as tape:
                loss = loss_of(x, y)
            total += tape.gradient(loss, WEIGHTS)
        optimizer.apply_gradients([(total, WEIGHTS)])
