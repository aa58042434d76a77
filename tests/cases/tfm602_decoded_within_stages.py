"""Pictures that are decoded by the pipelines of an interleave, and names that are shuffled before it."""
import tensorflow as tf


def picture(raw):
    return tf.io.decode_jpeg(raw)


def album(path):
    return tf.data.TFRecordDataset(path).map(picture)


def mixed(paths):
    pictures = tf.data.Dataset.from_tensor_slices(paths).interleave(album, cycle_length=4)
    return pictures.shuffle(150_000).batch(8)  # want: TFM602


def mixed_at_once(paths):
    names = tf.data.Dataset.from_tensor_slices(paths)
    pictures = names.flat_map(lambda path: tf.data.TFRecordDataset(path).map(picture))
    return pictures.shuffle(150_000).batch(8)  # want: TFM602


def mixed_before(paths):
    raw = tf.data.Dataset.from_tensor_slices(paths).interleave(tf.data.TFRecordDataset, cycle_length=4)
    return raw.shuffle(150_000).map(picture).batch(8)
