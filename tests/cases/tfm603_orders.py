"""Endless caches through names and helpers, caches of random crops, and one for each file."""

import tensorflow as tf

flip = tf.keras.layers.RandomFlip("horizontal")


def endless(paths):
    return tf.data.TFRecordDataset(paths).repeat()


def batches(paths):
    data = endless(paths).batch(16)
    return data.cache()  # want: TFM603


def on_disk(paths, file):
    return tf.data.TFRecordDataset(paths).repeat(-1).cache(file)  # want: TFM603


def flipped(images: tf.data.Dataset):
    return (
        images.map(lambda image: flip(image, training=True))
        .batch(8)
        .cache()  # want: TFM603
        .prefetch(1)
    )


def per_file(paths):
    return tf.data.Dataset.from_tensor_slices(paths).interleave(
        lambda path: tf.data.TextLineDataset(path).cache()  # want: TFM603
    )


def frozen_order(data: tf.data.Dataset):
    return data.shuffle(1000).cache().batch(8)  # want: TFM603


def flipped_for_ever(data: tf.data.Dataset):
    return data.map(tf.image.random_flip_left_right).cache().batch(8)  # want: TFM603
