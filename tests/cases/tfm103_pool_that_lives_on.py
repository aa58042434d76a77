from multiprocessing import Pool

import keras


def trial(units):
    net = keras.Sequential([keras.layers.Dense(units)])  # want: TFM103
    net.compile("sgd", "mse")
    return net.evaluate([[0.0]], [[0.0]])


def run(sizes):
    with Pool(4) as pool:
        return pool.map(trial, sizes)
