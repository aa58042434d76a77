import tensorflow as tf

net = tf.keras.Sequential([tf.keras.layers.Dense(2)])


def predict(x):
    return net.predict(x)
