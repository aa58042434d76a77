"""Lists and dictionaries of tensors that a comprehension makes, and of numbers."""
import tensorflow as tf


@tf.function
def lengths(batch):
    return [tf.norm(row) for row in tf.split(batch, 4)]


def sizes(batch):
    return [int(tf.size(row)) for row in tf.split(batch, 4)]


def survey(net: tf.keras.Model, batches):
    norms, counts, means = [], [], []
    for batch in batches:
        with tf.GradientTape() as tape:
            error = tf.reduce_mean(net(batch, training=True))  # want: TFM101
        slopes = tape.gradient(error, net.trainable_variables)
        norms.append(lengths(batch))  # want: TFM501
        counts.append(sizes(batch))
        means.append({name: tf.reduce_mean(slope) for name, slope in zip("wb", slopes)})  # want: TFM501
    return len(norms), counts, len(means)


class Watch(tf.keras.callbacks.Callback):
    def __init__(self, batch):
        super().__init__()
        self.batch = batch
        self.seen = []
        self.numbers = []

    def on_epoch_end(self, epoch, logs=None):
        now = lengths(self.batch)
        self.seen.append(now)  # want: TFM506
        self.numbers.append([float(length) for length in now])
