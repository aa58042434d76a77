"""The trainer builds its model in the constructor, and configures in a method that runs later."""
import argparse

import tensorflow as tf


def limit_threads(number):
    tf.config.threading.set_intra_op_parallelism_threads(number)  # want: TFM402


class Trainer:
    def __init__(self, width):
        self.net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(width)])

    def run(self, threads):
        limit_threads(threads)
        self.net.compile("sgd", "mse")
        self.net.fit(tf.ones((8, 4)), tf.ones((8, 1)), verbose=0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    trainer = Trainer(1)
    trainer.run(parser.parse_args().threads)


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    main()
