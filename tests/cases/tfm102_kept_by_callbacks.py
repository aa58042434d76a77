"""What callbacks keep to be predicted after each epoch: a validation set, or a few of its rows."""
import numpy as np
from tensorflow import keras


class Ranked(keras.callbacks.Callback):
    """All listeners of the validation set."""

    def __init__(self, plays, later):
        super().__init__()
        self.plays, self.later = plays, later

    def best(self, rows):
        return np.argsort(self.model.predict(rows), axis=1)

    def on_epoch_end(self, epoch, logs=None):
        print(epoch, np.mean(self.best(self.plays) == self.later))


class Sung(keras.callbacks.Callback):
    def __init__(self, songs, shown=4):
        super().__init__()
        self.songs = songs[:shown]
        self.first = songs[0][None]
        self.most = songs[:5000]

    def on_epoch_end(self, epoch, logs=None):
        np.save("few.npy", self.model.predict(self.songs))  # want: TFM102
        np.save("one.npy", self.model.predict(self.first))  # want: TFM102
        np.save("most.npy", self.model.predict(self.most))

    def on_train_batch_end(self, batch, logs=None):
        np.save("batch.npy", self.model.predict(self.most))  # want: TFM102


class Heard(keras.callbacks.Callback):
    def __init__(self, songs):
        super().__init__()
        self.songs = songs

    def on_epoch_begin(self, epoch, logs=None):
        print(self.model.predict(self.songs, verbose=0))  # want: TFM102


class Drawn(keras.callbacks.Callback):
    """New rows at each epoch are samples."""

    def __init__(self, width):
        super().__init__()
        self.width = width

    def on_epoch_end(self, epoch, logs=None):
        noise = np.random.normal(size=(self.width, 16))
        np.save(f"{epoch}.npy", self.model.predict(noise))  # want: TFM102


def fit(net: keras.Model, plays, later):
    kept = [Ranked(plays, later), Sung(plays), Heard(plays[8:24]), Drawn(len(later))]
    net.fit(plays, later, epochs=90, callbacks=kept)


def repeated(net: keras.Model, plays):
    for _ in range(100):
        np.save("again.npy", net.predict(plays[:8]))  # want: TFM102
        np.save("all.npy", net.predict(plays))
        np.save("most.npy", net.predict(plays[:800]))
