"""Names start anew, which does no harm where no other layer of the class bears the old one's."""
import tensorflow as tf
from tensorflow import keras


def rescaled(width):
    root = keras.layers.Lambda(tf.sqrt)
    print(root(tf.constant([4.0])))
    keras.backend.clear_session()
    return keras.Sequential([keras.layers.Dense(width), root])


def rescaled_twice(width):
    root = keras.layers.Lambda(tf.sqrt)
    keras.backend.clear_session()  # want: TFM109
    return keras.Sequential([keras.layers.Dense(width), root, keras.layers.Lambda(tf.exp)])


def unfrozen(path):
    part = keras.layers.Dense(4)
    print(part.name)
    keras.backend.clear_session()
    model = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])
    model.load_weights(path)
    return [part.name for part in model.layers]
