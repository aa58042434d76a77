"""A player whose network rates one position at a time; nothing here says who asks."""

import numpy as np
from tensorflow import keras


class Player:
    def __init__(self, size):
        self.size = size
        self.net = keras.Sequential([keras.Input((size,)), keras.layers.Dense(1)])

    def rate(self, position):
        return float(self.net.predict(np.reshape(position, (1, self.size)))[0, 0])  # want: TFM102

    def rate_all(self, positions):
        return self.net.predict(positions)
