"""A pool that starts a process for each task that it is given one by one."""
import multiprocessing


def trial(width):
    from tensorflow import keras

    net = keras.Sequential([keras.layers.Dense(width), keras.layers.Dense(1)])
    net.compile("sgd", "mse")
    return net.fit([[0.0]], [[0.0]]).history["loss"][-1]


def search(widths):
    results = {}
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes=1, maxtasksperchild=1) as pool:
        for width in widths:
            results[width] = pool.apply_async(trial, (width,)).get()
    return results
