"""Objects that say themselves what they do with a tensor, and what assigning to a property runs."""
import tensorflow as tf


class Seen:
    def __init__(self):
        self.table = tf.lookup.experimental.MutableHashTable("int64", "int64", -1)

    def insert(self, keys, values):
        self.table.insert(keys, values)


class Shortener:
    def __init__(self):
        self.seen = Seen()
        self.longest = []

    @tf.function
    def shorten(self, words):
        lengths = tf.cast(tf.strings.length(words), tf.int64)
        keys = tf.strings.to_hash_bucket_fast(words, 100)
        self.seen.insert(keys, lengths)
        self.longest.append(tf.reduce_max(lengths))  # want: TFM306
        return tf.strings.substr(words, 0, 3)


class Detector(tf.keras.Model):
    def __init__(self, reader):
        super().__init__()
        self._reader = reader

    @property
    def reader(self):
        return self._reader

    @reader.setter
    def reader(self, reader):
        if tf.reduce_sum(reader) < 1:
            raise ValueError("empty")
        self._reader = tf.abs(reader)

    def predict_step(self, data):
        return self.decoded(self(data))

    def decoded(self, answers):
        return self.reader(answers)
