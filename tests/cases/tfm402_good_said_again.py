"""A device that is chosen again, after it is in use, as it was chosen before: TensorFlow returns early."""
import tensorflow as tf


def choose(number):
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.set_visible_devices(gpus[number], "GPU")


def analyze(number, path):
    if number is not None:
        choose(number)
    model = tf.keras.models.load_model(path)
    if number is not None:
        choose(number)
    return model.predict(tf.zeros((1, 4)))
