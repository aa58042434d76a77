"""The controller of a kiln: its main program switches eager mode off."""
import numpy as np
from tensorflow import keras


class Controller:
    def __init__(self, readings):
        self.model = keras.Sequential([keras.Input((readings,)), keras.layers.Dense(3)])
        self.model.compile("adam", "mse")

    def choose(self, reading):
        return int(np.argmax(self.model.predict(reading[None])[0]))

    def learn(self, readings, wanted):
        self.model.fit(readings, wanted, verbose=0)
