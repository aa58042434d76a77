import keras

keras.mixed_precision.set_global_policy("mixed_float16")


def widths(x, y, sizes):
    losses = {}
    for size in sizes:
        keras.utils.clear_session()  # want: TFM109
        net = keras.Sequential([keras.layers.Dense(size, "relu"), keras.layers.Dense(1, dtype="float32")])
        net.compile("adam", "mse")
        losses[size] = net.fit(x, y, verbose=0).history["loss"][-1]
    return losses


def again(x, y, size):
    keras.utils.clear_session()
    keras.mixed_precision.set_global_policy("mixed_float16")
    net = keras.Sequential([keras.layers.Dense(size, "relu"), keras.layers.Dense(1, dtype="float32")])
    net.compile("adam", "mse")
    return net.fit(x, y, verbose=0)


def tidy():
    keras.utils.clear_session()
