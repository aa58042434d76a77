"""Large tensors before training, at module level and in a function."""
import numpy as np
import tensorflow as tf  # want: TFM401

WIDTH = 256
net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
net.compile("sgd", "mse")
grid = tf.random.uniform(shape=[WIDTH, WIDTH, 512])  # want: TFM505
print(float(tf.reduce_max(grid)))
net.fit(np.ones((4, 2)), np.ones((4, 1)), epochs=20)


def train(optimizer: tf.keras.optimizers.SGD, weight, rounds):
    table = tf.constant(np.zeros((3000, 3000)))  # want: TFM505
    mean = tf.reduce_mean(table)
    for _ in range(rounds):
        optimizer.apply_gradients([(mean, weight)])
