"""An object with __call__ answers for one sound at a time."""
import numpy as np
import tensorflow as tf


class BirdNamer:
    def __init__(self, path):
        self.network = tf.keras.models.load_model(path)  # want: TFM104

    def __call__(self, sound: np.ndarray) -> int:
        return int(self.network.predict(sound[np.newaxis], verbose=0).argmax())  # want: TFM102


def listen(microphone, path):
    name = BirdNamer(path)
    while (sound := microphone.read()) is not None:
        yield name(sound)


def one_each(paths, sound):
    return [BirdNamer(path)(sound) for path in paths]
