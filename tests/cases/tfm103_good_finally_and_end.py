import keras
from keras import backend as K


def trial(width, x, y):
    net = keras.Sequential([keras.layers.Dense(width)])  # want: TFM113
    try:
        net.compile("sgd", "mse")
        return net.fit(x, y, verbose=0).history["loss"][-1]
    finally:
        del net
        K.clear_session()


def search(widths, x, y):
    best = min(trial(width, x, y) for width in widths)
    for width in widths:
        other = keras.Sequential([keras.layers.Dense(width)])
        other.compile("sgd", "mse")
        best = min(best, other.evaluate(x, y))
        keras.utils.clear_session()
    return best
