"""Loops that train while they keep objects, and one that prepares parts."""
import tensorflow as tf


@tf.function
def move(position, force):
    return position + 0.1 * force


def snapshots(net: tf.keras.Model, batches):
    kept = []
    for x, y in batches:
        net.train_on_batch(x, y)
        kept.append(tf.Variable(net.weights[0]))  # want: TFM504
    return [float(tf.norm(copy)) for copy in kept]


def walks(start, forces):
    ends = {}
    for number, force in enumerate(forces):
        walker = tf.Variable(start)  # want: TFM504
        print(move(walker, force).shape)
        ends[number] = walker
    return len(ends)


def rewards(rounds, play):
    meters = []
    for _ in range(rounds):
        meter = tf.keras.metrics.Mean()  # want: TFM504
        for reward in play():
            meter(reward)
        meters.append(meter)
    return [float(meter.result()) for meter in meters]


def tracks(count):
    layers, offsets = [], []
    line = tf.keras.Input((4,))
    for number in range(count):
        layer = tf.keras.layers.Dense(4)
        line = layer(line)
        layers.append(layer)
        offsets.append(tf.Variable(float(number)))
    return layers, offsets
