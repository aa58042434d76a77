"""What a compiled loss or metric notes down is noted once, while it is traced."""
import tensorflow as tf

TERMS = []


def absolute(wanted, given):
    error = tf.reduce_mean(tf.abs(wanted - given))
    TERMS.append(error)  # want: TFM306
    return error


def squared(wanted, given):
    """Only ever called by the eager loop below."""
    error = tf.reduce_mean(tf.square(wanted - given))
    TERMS.append(float(error))
    return error


class Mixed(tf.keras.losses.Loss):
    def __init__(self):
        super().__init__()
        self.terms = {}

    def call(self, wanted, given):
        self.terms["absolute"] = tf.reduce_mean(tf.abs(wanted - given))  # want: TFM306
        return self.terms["absolute"] + tf.reduce_mean(tf.square(wanted - given))


class Watched(tf.keras.losses.Loss):
    """Given to a model that runs eagerly, so that what it notes down has a value."""

    def __init__(self):
        super().__init__()
        self.last = None

    def call(self, wanted, given):
        self.last = tf.reduce_mean(tf.abs(wanted - given))
        return tf.reduce_mean(tf.square(wanted - given))


def prepare(net: tf.keras.Model, other: tf.keras.Model, debug: bool):
    net.compile("adam", Mixed(), metrics=[absolute])
    other.compile("adam", loss=Watched(), run_eagerly=debug)


def by_hand(net: tf.keras.Model, batches):
    return [float(squared(y, net.predict_on_batch(x))) for x, y in batches]
