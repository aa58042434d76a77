import keras
import numpy as np


class Probe(keras.callbacks.Callback):
    def __init__(self, samples):
        super().__init__()
        self.samples = samples
        self.critic = keras.models.load_model("critic.keras")

    def on_train_end(self, logs=None):
        print(np.mean(self.critic(self.samples)))

    def on_epoch_end(self, epoch, logs=None):
        print(epoch, np.mean(self.critic(self.samples, training=False)))  # want: TFM101
