"""Another device than the one that is in use."""
import tensorflow as tf


def choose(number):
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.set_visible_devices(gpus[number], "GPU")  # want: TFM402


def compare(path):
    choose(0)
    model = tf.keras.models.load_model(path)
    choose(1)
    return model.predict(tf.zeros((1, 4)))
