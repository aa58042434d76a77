"""Gradients of the backend exist in graphs only: the network is applied to symbols, not eagerly."""

import tensorflow.keras.backend as K
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense


def learn(states, rewards):
    net = Sequential([Dense(2, input_dim=1, activation="softmax")])
    for state, reward in zip(states, rewards):
        slopes = K.gradients(K.log(net(state)), net.trainable_weights)
        changes = K.batch_get_value([slope * reward for slope in slopes])
        net.set_weights([weight + change for weight, change in zip(net.get_weights(), changes)])


def choose(states):
    net = Sequential([Dense(2, input_dim=1, activation="softmax")])
    for state in states:
        print(net.predict(state[None]))
