"""The parent imports TensorFlow and leaves all work to its children."""
import multiprocessing as mp

import tensorflow as tf

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)


def trial(width):
    net = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(width)])
    net.compile("sgd", "mse")
    net.fit(tf.ones((8, 4)), tf.ones((8, width)), verbose=0)


if __name__ == "__main__":
    for width in (8, 16):
        process = mp.Process(target=trial, args=(width,))
        process.start()
        process.join()
