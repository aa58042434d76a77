"""The helper keeps, the loop elsewhere works with values."""
import tensorflow as tf


class Bank:
    def __init__(self, width):
        self.rows = tf.zeros((0, width))
        self.largest = []

    def push(self, batch):
        self.rows = tf.concat([self.rows, tf.nn.l2_normalize(batch, -1)], axis=0)  # want: TFM501
        self.largest += [tf.reduce_max(batch)]  # want: TFM501


def fill(batches):
    bank, errors = Bank(8), []
    for x, y in batches:
        bank.push(x)
        error = tf.losses.mse(x, y)
        errors += [error]  # want: TFM501
        print(float(tf.reduce_mean(error)))
    return bank, errors


def write(step, start, count):
    text = [start]
    for _ in range(count):
        text.append(step(text[-1]))
    return tf.strings.join(text)


def pyramid(blocks):
    inputs = tf.keras.Input((32, 32, 3))
    skips, x = [], inputs
    for block in blocks:
        x = tf.nn.relu(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]))
        skips.append(x)
    return tf.keras.Model(inputs, skips)
