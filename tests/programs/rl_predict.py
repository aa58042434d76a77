"""A rollout that asks predict() for one action at a time, for ever."""

import numpy as np
import tensorflow as tf

policy = tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(16), tf.keras.layers.Dense(2)])


def act(state):
    return int(np.argmax(policy.predict(state[None], verbose=0)[0]))


state = np.ones(8, "float32")
while True:
    action = act(state)
    state = np.roll(state, action)
