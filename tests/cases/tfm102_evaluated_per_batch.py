"""A few rows that a callback evaluates after every batch, and validation sets it looks at."""
import keras


class Gauge(keras.callbacks.Callback):
    def __init__(self, probes, answers, held_back):
        super().__init__()
        self.probes, self.answers = probes, answers
        self.held_back = held_back

    def on_train_batch_end(self, batch, logs=None):
        loss = self.model.evaluate(self.probes[:8], self.answers[:8], verbose=0)  # want: TFM102
        print(batch, loss)
        if batch % 500 == 499:
            print(self.model.evaluate(self.held_back, verbose=0))
            print(self.model.evaluate(self.probes[:5000], self.answers[:5000], verbose=0))

    def on_epoch_end(self, epoch, logs=None):
        print(self.model.evaluate(self.probes[:8], self.answers[:8], verbose=0))
