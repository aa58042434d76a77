import keras


def network(width):
    return keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])
