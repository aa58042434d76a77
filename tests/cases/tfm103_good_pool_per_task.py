import multiprocessing


def trial(units):
    import keras

    net = keras.Sequential([keras.layers.Dense(units)])
    net.compile("sgd", "mse")
    return net.evaluate([[0.0]], [[0.0]])


def run(sizes):
    with multiprocessing.Pool(4, maxtasksperchild=1) as pool:
        return pool.map(trial, sizes)
