import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import tensorflow as tf


def embed(path):
    return tf.strings.length(tf.io.read_file(path)).numpy()


class Indexer:
    def __init__(self):
        self.encoder = tf.keras.models.load_model("encoder.keras")

    def run(self, paths):
        pool = ProcessPoolExecutor(max_workers=2)  # want: TFM407
        futures = [pool.submit(embed, path) for path in paths]
        return [future.result() for future in futures]


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    Indexer().run(["a.txt", "b.txt"])


class Evaluator:
    """The model is made with the object, so before any of its methods runs."""

    def __init__(self, path):
        self.net = tf.keras.models.load_model(path)

    def one(self, row):
        return float(tf.reduce_sum(tf.constant(row)))

    def all(self, rows):
        with multiprocessing.Pool(4) as pool:  # want: TFM407
            return pool.map(self.one, rows)
