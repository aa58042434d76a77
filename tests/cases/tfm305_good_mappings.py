"""Arguments that TensorFlow takes apart: mappings of a class of the project."""

from collections.abc import MutableMapping

import tensorflow as tf


class Batch(MutableMapping[str, tf.Tensor]):
    def __init__(self, items):
        self.items_ = dict(items)

    def __getitem__(self, key):
        return self.items_[key]

    def __setitem__(self, key, value):
        self.items_[key] = value

    def __delitem__(self, key):
        del self.items_[key]

    def __iter__(self):
        return iter(self.items_)

    def __len__(self):
        return len(self.items_)


@tf.function(reduce_retracing=True)
def update(batch):
    return tf.reduce_sum(batch["x"])


def train(rows):
    for row in rows:
        batch = Batch({"x": tf.convert_to_tensor(row)})
        print(float(update(batch)))
