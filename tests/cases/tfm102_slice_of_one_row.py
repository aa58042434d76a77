"""A slice may visibly hold one row: of the same again and again, or of each in turn."""
import numpy as np
from tensorflow import keras


def guessed_with_dropout(net: keras.Model, leaves):
    return np.stack([net.predict(leaves[:1]) for _ in range(100)])  # want: TFM102


def guessed_in_turn(net: keras.Model, leaves):
    kinds = []
    for leaf in range(len(leaves)):
        kinds.append(net.predict(leaves[leaf : leaf + 1], batch_size=32).argmax())  # want: TFM102
    return kinds


def third(net: keras.Model, leaves, nights):
    for _ in range(nights):
        print(net.predict(leaves[2:3, ::2]))  # want: TFM102


def halves(net: keras.Model, leaves, nights):
    for _ in range(nights):
        print(net.predict(leaves[: len(leaves) // 2]), net.predict(leaves[::1]))
