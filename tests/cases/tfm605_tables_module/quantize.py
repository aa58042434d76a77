"""Nearest centres, with the centres of another module."""

import tensorflow as tf

import tables
from tables import CENTRES, PALETTE


@tf.function(reduce_retracing=True)
def nearest(points):
    distances = tf.norm(
        points[:, None]
        - CENTRES,  # want: TFM605
        axis=-1,
    )
    return tf.argmin(distances, axis=-1)


def colours(paths):
    def paint(codes):
        return tf.gather(PALETTE, codes)

    return tf.data.TFRecordDataset(paths).map(decode).map(paint)


def decode(record):
    return tf.io.decode_raw(record, tf.uint8)


def residuals(dataset: tf.data.Dataset):
    return dataset.map(lambda codes: tf.gather(params=tables.CENTRES, indices=codes))  # want: TFM605
