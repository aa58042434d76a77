"""A program that sets its variables first; the evaluation, which imports a part of it, is another program."""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)


def network(width):
    return tf.keras.Sequential([tf.keras.Input((width,)), tf.keras.layers.Dense(1)])


if __name__ == "__main__":
    network(8).save("net.keras")
