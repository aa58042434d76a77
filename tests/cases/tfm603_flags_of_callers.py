"""A helper whose random stages a flag switches on."""
import tensorflow as tf


def add_noise(x):
    return x + tf.random.normal(tf.shape(x), stddev=0.1)


def prepare(data, train=False, mode="plain"):
    if train:
        data = data.shuffle(5000).map(add_noise)
    if mode == "noisy":
        data = data.map(add_noise)
    return data.batch(32)


def records(files):
    return tf.data.TFRecordDataset(files)


def train_set(files):
    return prepare(records(files), True).cache().prefetch(1)  # want: TFM603


def noisy_set(files):
    return prepare(records(files), mode="noisy").cache()  # want: TFM603


def test_set(files):
    return prepare(records(files), False).cache().prefetch(1)


def plain_set(files):
    return prepare(records(files)).cache().prefetch(1)


def chosen_set(files, train):
    return prepare(records(files), train).cache()  # want: TFM603
