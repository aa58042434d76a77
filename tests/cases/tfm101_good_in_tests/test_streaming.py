"""A unit test calls its model for a few rounds and looks at eager values."""

import tensorflow as tf
from tensorflow import keras


class StreamTest(tf.test.TestCase):
    def test_frames(self):
        model = keras.Sequential([keras.layers.Dense(2)])
        outputs = []
        for frame in tf.split(tf.ones((4, 3)), 4):
            outputs.append(model(frame))
        self.assertEqual(len(outputs), 4)


class Recorder(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []

    def on_batch_end(self, batch, logs=None):
        self.seen.append((batch, logs))
