"""A tensor of numbers, or an operation on one, has a value: the layer is new in each round."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def smoothed(rounds):
    noise = tf.random.normal((4, 8, 8, 1))
    for _ in range(rounds):
        soft = layers.Conv2D(2, 3)(tf.nn.relu(noise))  # want: TFM111
        print(float(tf.reduce_sum(soft)))


def projected(rounds):
    for _ in range(rounds):
        rows = np.ones((4, 3), "float32")
        print(layers.Dense(2)(tf.stack([tf.constant(rows), tf.zeros((4, 3))])).shape)  # want: TFM111
