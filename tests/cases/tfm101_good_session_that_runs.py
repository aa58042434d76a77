"""A session with options that something runs: the program builds a graph."""
import tensorflow as tf

options = tf.compat.v1.ConfigProto()
options.gpu_options.allow_growth = True
session = tf.compat.v1.Session(config=options)
tf.compat.v1.keras.backend.set_session(session)


def shades(painter: tf.keras.Model, sketches):
    layers = []
    for sketch in sketches:
        layers.append(painter(sketch))
    return session.run(layers)
