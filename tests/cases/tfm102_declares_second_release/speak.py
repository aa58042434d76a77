"""What only TensorFlow 1 had is left over in a branch that nobody takes: the project asks for TensorFlow 2."""

from sampling import words
from tensorflow import keras


class Speaker:
    def __init__(self, path, share=None):
        if share is not None:
            options = tf.ConfigProto()
            set_session(tf.Session(config=options))
        self.net = keras.models.load_model(path)

    def speak(self, text, count):
        return words(self.net, text, count)
