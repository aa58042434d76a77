"""A program runs what a table names."""
import sys

import tensorflow as tf  # want: TFM401


def train():
    model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(tf.zeros((8, 4)), tf.zeros((8, 1)))


def show():
    print(tf.__version__)


COMMANDS = {"train": train, "show": show}


def run(argv):
    COMMANDS[argv[1]]()


if __name__ == "__main__":
    run(sys.argv)
