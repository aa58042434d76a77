"""What hooks hand to a method of their base class, which puts it aside."""
import tensorflow as tf


class Notes(tf.keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.pages = []
        self.lines = []

    def note(self, page):
        self.pages.append(page)  # want: TFM506

    def line(self, text):
        self.lines.append(text)


class Batches(Notes):
    def on_train_batch_end(self, batch, logs=None):
        self.note(logs)
        self.line(float(logs["loss"]))


class Outputs(Notes):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def on_epoch_end(self, epoch, logs=None):
        self.note(self.model.predict_on_batch(self.rows))
        self.line(f"{epoch}")
