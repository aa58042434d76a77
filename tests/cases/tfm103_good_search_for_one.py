import tensorflow as tf


class Encoder:
    width = 8


def restore(parts):
    """One of the parts says what to build; the model is used after the loop."""
    model = None
    for part in parts:
        if isinstance(part, Encoder):
            model = tf.keras.Sequential([tf.keras.layers.Dense(part.width)])
            _ = model(tf.zeros((1, 4)))
    return model
