import tensorflow as tf
Session = tf.compat.v1.Session
K = tf.keras.backend
L = tf.keras.layers

def one(value):
    s = Session()  # want: TFM201
    return s.run(value)
