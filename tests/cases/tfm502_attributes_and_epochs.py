"""Tapes in dictionaries and tuples, a tape around batches, and a lonely persistent one."""
import tensorflow as tf


class Tracker:
    def __init__(self, net):
        self.net = net
        self.by_step = {}
        self.pairs = []

    def watch(self, batches):
        for number, x in enumerate(batches):
            with tf.GradientTape(persistent=True) as tape:  # want: TFM502
                value = tf.reduce_sum(self.net(x))
            self.by_step[number] = tape
            with tf.GradientTape() as other:  # want: TFM502
                value = tf.reduce_mean(self.net(x))
            self.pairs.append((value, other))  # want: TFM501


def fit(net, optimizer, dataset: tf.data.Dataset):
    with tf.GradientTape(persistent=True) as tape:  # want: TFM502
        for x, y in dataset:
            loss = tf.reduce_mean(tf.square(net(x) - y))
            weights = net.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))


def slope(fn, x):
    with tf.GradientTape(  # want: TFM502
        persistent=True,  # asked once
    ) as tape:
        tape.watch(x)
        y = fn(x)
    result = tape.gradient(y, x)
    del tape
    return result
