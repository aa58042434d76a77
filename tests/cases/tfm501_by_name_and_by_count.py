"""Lists under names that come up, and batches of a dataset: some or all."""
import tensorflow as tf


def by_name(step, batches):
    traced = tf.function(step)
    seen = {}
    for name, x in batches:
        seen.setdefault(name, []).append(traced(x))  # want: TFM501
    return {name: [float(v) for v in kept] for name, kept in seen.items()}


def targets(dataset: tf.data.Dataset):
    everything, samples = [], []
    for _, y in dataset:
        everything.append(y)  # want: TFM501
    for _, y in dataset.take(4):
        samples.append(y)
    return everything, samples
