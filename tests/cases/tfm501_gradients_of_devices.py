"""What each device computes in a step is as many as the devices; what each step leaves is as many as the steps."""

import tensorflow as tf


class Replicas:
    def __init__(self, devices):
        self.devices = devices
        self.scale = tf.Variable(tf.ones([4]))
        self.optimizer = tf.keras.optimizers.SGD()
        self.seen = []

    def slopes(self, rows):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(rows * self.scale))
        return tape.gradient(loss, [self.scale])

    def step(self, shards):
        of_devices = []
        for device, rows in zip(self.devices, shards):
            with tf.device(device):
                of_devices.append(self.slopes(rows))
        means = [tf.add_n(list(parts)) / len(parts) for parts in zip(*of_devices)]
        self.optimizer.apply_gradients(zip(means, [self.scale]))

    def step_and_keep(self, shards):
        for number, rows in enumerate(shards):
            with tf.device(f"/GPU:{number}"):
                self.seen.append(self.slopes(rows))  # want: TFM501


def on_two_in_turn(replicas, batches):
    found = []
    for number, rows in enumerate(batches):
        with tf.device(f"/GPU:{number % 2}"):
            found.append(replicas.slopes(rows))  # want: TFM501
    return len(found)


def mean_loss(replicas, shards, count):
    losses = []
    for number in range(count):
        with tf.device("/GPU:%d" % number):
            losses.append(tf.reduce_sum(replicas.slopes(shards[number])[0]))
    return float(sum(losses) / count)


def train(devices, epochs):
    replicas = Replicas(devices)
    for shards in epochs:
        replicas.step(shards)
        replicas.step_and_keep(shards)
        print(mean_loss(replicas, shards, len(devices)))
    return on_two_in_turn(replicas, epochs)
