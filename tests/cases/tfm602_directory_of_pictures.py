"""A directory whose pictures are decoded by its source."""
import tensorflow as tf
from keras.utils import image_dataset_from_directory as pictures


def whole(path):
    data = tf.keras.utils.image_dataset_from_directory(path, batch_size=None)
    return data.shuffle(data.cardinality()).batch(32)  # want: TFM602


def bounded(path):
    data = tf.keras.utils.image_dataset_from_directory(path)
    return data.cache().shuffle(1000)


def texts(path):
    data = tf.keras.utils.text_dataset_from_directory(path, batch_size=None)
    return data.shuffle(data.cardinality()).batch(32)


def by_another_name(path):
    data = pictures(path, batch_size=None)
    return data.shuffle(data.cardinality()).batch(32)  # want: TFM602
