from concurrent.futures import ThreadPoolExecutor

import tensorflow as tf


def train(width):
    net = tf.keras.Sequential([tf.keras.layers.Dense(width)])  # want: TFM103
    net.compile("sgd", "mse")
    return net.fit(tf.zeros((4, 2)), tf.zeros((4, width)), verbose=0).history["loss"][0]


def run(widths):
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(train, width) for width in widths]
    return [future.result() for future in futures]
