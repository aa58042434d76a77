"""Reports of families 13, 14, 18, 21, 27 and 28: datasets, caches, constants, Python functions, writers."""

import numpy as np
import tensorflow as tf


def decode(path):
    return tf.io.decode_png(tf.io.read_file(path))


def shuffled_pictures(paths):
    ds = tf.data.Dataset.from_tensor_slices(paths)
    return ds.map(decode).shuffle(len(paths)).batch(8)  # want: TFM602


def shuffled_by_literal(paths):
    ds = tf.data.Dataset.from_tensor_slices(paths).map(decode)
    return ds.shuffle(200_000).batch(8)  # want: TFM602


def wraps_itself(values, epochs):
    ds = tf.data.Dataset.from_tensor_slices(values)
    for _ in range(epochs):
        ds = ds.shuffle(1000)  # want: TFM601
        for x in ds:
            print(x)


def shuffled_names(paths):
    ds = tf.data.Dataset.from_tensor_slices(paths)
    return ds.shuffle(len(paths)).map(decode).batch(8).prefetch(tf.data.AUTOTUNE)


def official(paths):
    ds = tf.data.Dataset.from_tensor_slices(paths).map(decode)
    return ds.cache().shuffle(1000).batch(8).prefetch(tf.data.AUTOTUNE)


def small_buffer(paths):
    return tf.data.Dataset.from_tensor_slices(paths).map(decode).shuffle(256).repeat()


# Datasets per iteration (14).


def generators(make, rounds):
    for _ in range(rounds):
        ds = tf.data.Dataset.from_generator(make, output_signature=tf.TensorSpec([], tf.float32))  # want: TFM601
        print(list(ds.take(1)))


def python_maps(values, rounds):
    for _ in range(rounds):
        ds = tf.data.Dataset.from_tensor_slices(values)  # want: TFM601
        ds = ds.map(lambda x: tf.py_function(lambda y: y * 2, [x], tf.float32))
        print(list(ds.take(1)))


def clients(tables, rounds):
    for _ in range(rounds):
        parts = [
            tf.data.Dataset.from_generator(lambda t=t: iter(t), output_types=tf.float32)  # want: TFM601
            for t in tables
        ]
        print(len(parts))


def plain_per_fold(folds):
    for values in folds:
        for x in tf.data.Dataset.from_tensor_slices(values).batch(8):
            print(x)


def views(values, rounds):
    ds = tf.data.Dataset.from_tensor_slices(values)
    for index in range(rounds):
        print(list(ds.skip(index).take(1)))


def shards(paths):
    parts = [tf.data.TFRecordDataset(path) for path in paths]
    return tf.data.Dataset.from_tensor_slices(paths).interleave(lambda p: tf.data.TFRecordDataset(p)), parts


# Caches (18).


def repeats_first(paths):
    return tf.data.Dataset.from_tensor_slices(paths).map(decode).repeat().cache()  # want: TFM603


def inside_interleave(paths):
    ds = tf.data.Dataset.from_tensor_slices(paths)
    return ds.interleave(lambda p: tf.data.TFRecordDataset(p).cache())  # want: TFM603


def after_noise(values):
    ds = tf.data.Dataset.from_tensor_slices(values)
    return ds.map(lambda x: x + tf.random.normal([4])).cache().repeat()  # want: TFM603


def cached_right(values, path):
    ds = tf.data.Dataset.from_tensor_slices(values)
    return ds.cache().repeat(), ds.map(lambda x: x * 2).cache(path), ds.cache().map(
        lambda x: x + tf.random.normal([4])
    )


# Big constants (21).

TABLE = np.zeros((4096, 8192), np.float32)


@tf.function
def looked_up(index):
    return tf.gather(TABLE, index)  # want: TFM605


@tf.function
def small_table(index):
    return tf.gather(np.arange(4, dtype=np.float32), index)


# Python functions (27).


def eager_python(values):
    for value in values:
        print(tf.py_function(lambda x: x * 2, [value], tf.float32))  # want: TFM308


def one_pipeline(values):
    ds = tf.data.Dataset.from_tensor_slices(values)
    return ds.map(lambda x: tf.py_function(lambda y: y * 2, [x], tf.float32))


# Writers (28).


class Explain(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        writer = tf.summary.create_file_writer("logs")  # want: TFM604
        with writer.as_default():
            tf.summary.scalar("epoch", epoch, step=epoch)


def log(value, step):
    writer = tf.summary.create_file_writer("logs")  # want: TFM604
    with writer.as_default():
        tf.summary.scalar("value", value, step=step)


def logged(values):
    for step, value in enumerate(values):
        log(value, step)


class Logger:
    def __init__(self, folder):
        self.writer = tf.summary.create_file_writer(folder)

    def log(self, value, step):
        with self.writer.as_default():
            tf.summary.scalar("value", value, step=step)

    def close(self):
        self.writer.close()
