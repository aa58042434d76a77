"""Keras 1, up to whose release 2.3 a session or Theano runs the batch: no pipeline is set up."""
import numpy as np
from keras.layers import LSTM, Convolution1D, Dense
from keras.models import Sequential

singer = Sequential()
singer.add(Convolution1D(32, 3, border_mode="same", input_shape=(24, 12)))
singer.add(LSTM(64))
singer.add(Dense(12))
singer.compile("rmsprop", "mse")


def sing(bars, melody):
    for _ in range(bars):
        singer.fit(melody[:-1], melody[1:], nb_epoch=1)
        melody = np.append(melody, singer.predict(melody[-1:]), axis=0)
    return melody
