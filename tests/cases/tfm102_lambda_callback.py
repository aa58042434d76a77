"""Hooks given as functions, and hooks that look at the number of the epoch."""
import keras


def watch(model: keras.Model, x):
    def show(epoch, logs):
        print(epoch, model.predict(x[:2], verbose=0))  # want: TFM102

    def last(logs):
        print(model.predict(x, verbose=0))

    return keras.callbacks.LambdaCallback(on_epoch_end=show, on_train_end=last)


class Thaw(keras.callbacks.Callback):
    def __init__(self, at):
        super().__init__()
        self.at = at

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 3:
            self.model.trainable = True
            self.model.compile("adam", "mse")


class Cool(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch > 3:
            self.model.compile(keras.optimizers.Adam(0.01 / epoch), "mse")  # want: TFM105
