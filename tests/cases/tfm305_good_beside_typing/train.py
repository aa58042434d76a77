import tensorflow as tf

from batches.nested import Nested


@tf.function(reduce_retracing=True)
def update(batch):
    return tf.reduce_sum(batch["x"])


def train(rows):
    for row in rows:
        batch = Nested({"x": tf.convert_to_tensor(row)})
        print(float(update(batch)))
