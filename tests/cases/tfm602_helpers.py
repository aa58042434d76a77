"""The buffer is as long as the data, and a helper decodes."""

import tensorflow as tf

SIZE = 150_000


def read(path):
    return tf.image.decode_jpeg(tf.io.read_file(path))


def records(paths):
    return tf.data.Dataset.from_tensor_slices(paths).map(lambda path: read(path))


def training(paths, batch):
    count = len(paths)
    data = records(paths).cache("images")
    return data.shuffle(count).batch(batch)  # want: TFM602


def constant(paths):
    return (
        records(paths)
        .filter(lambda image: tf.shape(image)[0] > 10)
        .shuffle(buffer_size=SIZE)  # want: TFM602
        .repeat()
    )


def by_cardinality(paths):
    data = records(paths)
    return data.shuffle(data.cardinality())  # want: TFM602


class Pictures:
    def __init__(self, files):
        self.files = files
        self.count = len(files)

    def train(self):
        data = tf.data.Dataset.from_tensor_slices(self.files).map(tf.io.read_file)
        return data.shuffle(self.count).batch(32)  # want: TFM602
