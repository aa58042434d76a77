"""Two predictions that are written down are two."""

import numpy as np
from tensorflow import keras


def show(read):
    net = keras.applications.VGG16()
    for path in ["first.jpg", "second.jpg"]:
        print(np.argmax(net.predict(np.array([read(path)]))))


def show_all(read, folders):
    net = keras.applications.VGG16()
    for folder in folders:
        for name in ("first.jpg", "second.jpg"):
            print(np.argmax(net.predict(np.array([read(folder, name)]))))  # want: TFM102
