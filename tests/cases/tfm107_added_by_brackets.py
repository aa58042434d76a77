"""Histories that are added as a list of one."""
import keras


def curves(x, y, rates):
    runs, numbers = [], []
    for rate in rates:
        keras.utils.clear_session()
        net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
        net.compile(keras.optimizers.SGD(rate), "mse")
        run = net.fit(x, y, verbose=0)
        runs += [run]  # want: TFM107
        numbers += [run.history]
    return [run.history["loss"][-1] for run in runs], numbers
