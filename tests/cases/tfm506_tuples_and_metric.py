"""Tuples with logs, tensors from the model, and a metric without a reset."""
import tensorflow as tf
from tensorflow.keras.callbacks import Callback


class Monitor(Callback):
    def __init__(self, images):
        super().__init__()
        self.images = images[:16]
        self.outputs = []
        self.rows = []
        self.by_name = {"predictions": []}

    def on_epoch_end(self, epoch, logs=None):
        self.outputs.append(self.model(self.images, training=False))  # want: TFM101, TFM506
        self.rows.append((epoch, logs))  # want: TFM506
        self._remember()

    def _remember(self):
        self.by_name["predictions"].append(self.model.predict(self.images))  # want: TFM102, TFM506


class Collected(tf.keras.metrics.Mean):
    def __init__(self):
        super().__init__()
        self.truth = []

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.truth.append((y_true, y_pred))  # want: TFM506
        return super().update_state(y_pred)


class WeightTrace(tf.keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.kernels, self.norms = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.kernels.append(self.model.trainable_variables[0] * 1.0)  # want: TFM506
        self.norms.append(float(tf.norm(self.model.trainable_variables[0])))
