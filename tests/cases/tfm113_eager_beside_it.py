"""One study is debugged eagerly, the other one in the same file is not."""
import keras


def make(units, eager=False):
    net = keras.Sequential([keras.layers.Dense(units), keras.layers.Dense(2)])
    if eager:
        net.compile("sgd", "mae", run_eagerly=True)
    else:
        net.compile("sgd", "mae")
    return net


def debugged(x, y, seeds):
    for seed in seeds:
        keras.backend.clear_session()
        keras.utils.set_random_seed(seed)
        net = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(2)])
        net.compile("sgd", "mae", run_eagerly=True)  # want: TFM206
        net.train_on_batch(x, y)


def debugged_by_helper(x, y, sizes):
    for size in sizes:
        keras.backend.clear_session()
        net = make(size, eager=True)
        net.train_on_batch(x, y)


def measured(x, y, seeds):
    for seed in seeds:
        keras.backend.clear_session()
        keras.utils.set_random_seed(seed)
        net = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(2)])  # want: TFM113
        net.compile("sgd", "mae")
        net.train_on_batch(x, y)
