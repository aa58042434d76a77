"""What Keras tells a hook, kept as it is, as a copy, or as one number of it."""
import copy

import tensorflow as tf


class Diary(tf.keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.pages = []
        self.lines = []
        self.last = None

    def on_train_batch_end(self, batch, logs=None):
        logs = logs or {}
        self.pages.append(dict(logs))  # want: TFM506
        self.lines.append(logs.get("loss"))
        self.last = logs.copy()

    def on_test_batch_end(self, batch, logs=None):
        self.pages.append({"batch": batch, **logs})  # want: TFM506

    def on_epoch_end(self, epoch, logs=None):
        self.pages.append((epoch, copy.deepcopy(logs)))  # want: TFM506

    def on_train_begin(self, logs=None):
        logs = {"begun": True}
        self.lines.append(dict(logs))
