import tensorflow as tf


def train(steps):
    net = tf.keras.Sequential([tf.keras.layers.Dense(2)])
    net.compile("sgd", "mse")
    net.fit(tf.zeros((4, 2)), tf.zeros((4, 2)), epochs=steps)
