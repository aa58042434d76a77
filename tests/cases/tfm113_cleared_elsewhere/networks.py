"""A builder that starts from a clean state, in a file of its own."""
import tensorflow as tf


def regressor(units):
    tf.keras.backend.clear_session()
    network = tf.keras.Sequential([tf.keras.layers.Dense(units, "tanh"), tf.keras.layers.Dense(1)])
    network.compile("adam", "mae")
    return network
