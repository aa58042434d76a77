"""How many rows there are is said where an array is made: by a caller, an attribute, the end of another."""
import numpy as np
from tensorflow import keras


class Sailor:
    def __init__(self, readings):
        self.size = readings
        self.net = keras.Sequential([keras.Input((readings,)), keras.layers.Dense(3)])

    def steer(self, state):
        return int(np.argmax(self.net.predict(state)[0]))  # want: TFM102

    def sail(self, boat, trips):
        for _ in range(trips):
            state, over = np.reshape(boat.launch(), [1, self.size]), False
            while not over:
                after, over = boat.turn(self.steer(state))
                after = np.reshape(after, [1, self.size])
                state = after

    def drift(self, boat, hours):
        latest = boat.log()
        for _ in range(hours):
            print(self.net.predict(latest[-4:]))  # want: TFM102
            boat.drift()


class Lookout(keras.callbacks.Callback):
    def __init__(self, seen):
        super().__init__()
        self.seen = np.array([seen.mean(axis=0), seen.max(axis=0)])

    def on_epoch_end(self, epoch, logs=None):
        print(self.model.predict(self.seen, verbose=0))  # want: TFM102
