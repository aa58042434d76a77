"""Caches in their place, finite repetitions, and caches of other libraries."""

import tensorflow as tf


def usual(data: tf.data.Dataset):
    return data.cache().shuffle(1000).batch(32).prefetch(tf.data.AUTOTUNE)


def names_shuffled_first(paths, decode):
    data = tf.data.Dataset.from_tensor_slices(paths).shuffle(len(paths)).map(decode).cache()
    return data.shuffle(512).repeat().batch(8)


def finite(data: tf.data.Dataset):
    return data.repeat(3).cache().batch(8)


def taken(data: tf.data.Dataset):
    return data.repeat().take(100).cache()


def split(data: tf.data.Dataset):
    data = data.shuffle(1000, seed=1, reshuffle_each_iteration=False)
    return data.take(100).cache(), data.skip(100).cache()


def dry_run(data: tf.data.Dataset):
    return data.shuffle(1000).take(1).cache().repeat()


def query(session, statement):
    return session.repeat().cache(statement).cache()


def either(data: tf.data.Dataset, config):
    if config.training and not config.cache:
        data = data.repeat()
    if config.cache:
        data = data.cache()
    return data.batch(8)
