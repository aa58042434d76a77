"""Vectors of texts.  No loop stands here: the caller has it."""
import tensorflow as tf
from transformers import AutoTokenizer, TFAutoModel


class Vectors:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = TFAutoModel.from_pretrained(name)
        self._run = tf.function(self._forward)

    def _forward(self, ids):
        return self.model(ids).last_hidden_state[:, 0]

    def of(self, text):
        ids = self.tokenizer.encode(text, return_tensors="tf")
        return self._run(ids).numpy()  # want: TFM303

    def of_padded(self, text):
        ids = self.tokenizer(text, padding="max_length", truncation=True, return_tensors="tf")
        return self._run(ids["input_ids"]).numpy()


@tf.function
def spread(rows):
    return tf.math.reduce_std(rows, axis=0)


def spread_of(rows):
    return spread(rows).numpy()  # want: TFM303


def spread_of_all(rows):
    return spread(rows).numpy()
