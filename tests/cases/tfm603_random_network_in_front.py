"""Augmentation by a small network of Keras, on either side of the cache; datasets that Keras makes."""
import tensorflow as tf

augment = tf.keras.Sequential(
    [
        tf.keras.layers.RandomFlip("horizontal"),
        tf.keras.layers.RandomRotation(0.1),
    ]
)
scale = tf.keras.Sequential([tf.keras.layers.Rescaling(1.0 / 255)])


def augmented(folder):
    data = tf.keras.utils.image_dataset_from_directory(folder)
    data = data.map(lambda x, y: (augment(x, training=True), y))
    return data.cache().prefetch(tf.data.AUTOTUNE)  # want: TFM603


def plain(folder):
    data = tf.keras.utils.image_dataset_from_directory(folder)
    data = data.map(lambda x, y: (scale(x), y)).cache().shuffle(1000)
    return data.map(lambda x, y: (augment(x, training=True), y)).prefetch(tf.data.AUTOTUNE)


def both(folder):
    train, test = tf.keras.utils.image_dataset_from_directory(folder, validation_split=0.2, subset="both")
    return train.cache().shuffle(1000), test.cache()


def endless(series, targets):
    data = tf.keras.utils.timeseries_dataset_from_array(series, targets, sequence_length=10)
    return data.repeat().cache()  # want: TFM603
