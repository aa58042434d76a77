"""Pipelines gathered for later, inner pipelines of interleave(), and transforms added one by one."""

import tensorflow as tf


def splits(files, parse):
    data = {}
    for name, paths in files.items():
        data[name] = tf.data.TFRecordDataset(paths).map(lambda record: parse(record)).batch(32)
    return data


def lines(folders):
    return tf.data.Dataset.list_files(folders).interleave(
        lambda path: tf.data.TextLineDataset(path).map(tf.strings.strip), cycle_length=4
    )


def augmented(data: tf.data.Dataset, transforms, epochs, step):
    for transform in transforms:
        data = data.map(lambda x, t=transform: t(x))
    for _ in range(epochs):
        for batch in data:
            step(batch)


def predict(model: tf.keras.Model, chunks):
    """A plain pipeline for each chunk."""
    for chunk in chunks:
        yield model.predict(tf.data.Dataset.from_tensor_slices(chunk).batch(64))


def views(data: tf.data.Dataset, epochs, step):
    for epoch in range(epochs):
        for batch in data.skip(epoch).take(10):
            step(batch)


def joined(names):
    data = tf.data.Dataset.from_tensor_slices([0])
    for name in names:
        data = data.concatenate(tf.data.TextLineDataset(name).map(tf.strings.length))
    return data


def part(names, labels, training):
    data = tf.data.Dataset.from_tensor_slices((names, labels))
    data = data.map(lambda name, label: (tf.io.read_file(name), label))
    if training:
        data = data.shuffle(64).repeat()
    return data.batch(8)


def mixed(folders):
    parts = []
    for names, labels in folders:
        parts.append(part(names, labels, training=True))
    return tf.data.Dataset.sample_from_datasets(parts)
