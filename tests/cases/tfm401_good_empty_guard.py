"""A module of a library that carries an empty main guard by habit."""

from tensorflow import keras


def build(width):
    return keras.Sequential([keras.layers.Dense(width)])


if __name__ == "__main__":
    pass
