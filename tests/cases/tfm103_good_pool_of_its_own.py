"""Each round starts a pool, and so a process, that ends with it."""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

CONTEXT = multiprocessing.get_context("spawn")


def size(width):
    import keras

    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(width)]).count_params()


def table(widths):
    sizes = {}
    for width in widths:
        with ProcessPoolExecutor(1, mp_context=CONTEXT) as pool:
            sizes[width] = pool.submit(size, width).result()
    return sizes
