"""The test is of the model that stays as it is, so that it holds every time."""

from tensorflow import keras


class Probe(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.view = None

    def on_epoch_end(self, epoch, logs=None):
        if len(self.model.outputs) > 1:
            self.view = keras.Model(self.model.input, self.model.outputs[0])  # want: TFM106
        print(epoch, self.view)
