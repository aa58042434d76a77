"""Processes of a class of one's own, with a model that the module has loaded."""
import multiprocessing

import tensorflow as tf

MODEL = tf.keras.models.load_model("scores.keras")


class Scorer(multiprocessing.Process):
    def __init__(self, inbox, outbox):
        super().__init__()
        self.inbox, self.outbox = inbox, outbox

    def run(self):
        for rows in iter(self.inbox.get, None):
            self.outbox.put(MODEL.predict_on_batch(rows))


class Copier(multiprocessing.Process):
    def __init__(self, inbox, outbox):
        super().__init__()
        self.inbox, self.outbox = inbox, outbox

    def run(self):
        for rows in iter(self.inbox.get, None):
            self.outbox.put(rows)


def start(count, inbox, middle, outbox):
    scorers = [Scorer(middle, outbox) for _ in range(count)]  # want: TFM407
    copiers = [Copier(inbox, middle) for _ in range(count)]
    for process in scorers + copiers:
        process.start()
    return scorers, copiers
