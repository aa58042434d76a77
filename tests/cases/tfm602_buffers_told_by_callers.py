"""The size of the buffer comes from a caller, a default, or a class."""
import tensorflow as tf


class Sizes:
    SMALL = 2 * 1024
    LARGE = 2**18


def decode(path):
    return tf.io.decode_png(tf.io.read_file(path))


def by_caller(paths, size):
    return tf.data.Dataset.from_tensor_slices(paths).map(decode).shuffle(size)  # want: TFM602


def by_default(paths, size=int(2e5)):
    return tf.data.Dataset.from_tensor_slices(paths).map(decode).shuffle(size)  # want: TFM602


def by_class(paths):
    return tf.data.Dataset.from_tensor_slices(paths).map(decode).shuffle(Sizes.LARGE)  # want: TFM602


def small(paths, size=500, other=Sizes.SMALL):
    data = tf.data.Dataset.from_tensor_slices(paths).map(decode)
    return data.shuffle(size).shuffle(other)


def either(paths, whole):
    data = tf.data.Dataset.from_tensor_slices(paths).map(decode)
    return data.shuffle(200_000 if whole else 64)


def asked(paths, size):
    return tf.data.Dataset.from_tensor_slices(paths).map(decode).shuffle(size)


def main(paths):
    asked(paths, len(paths))
    asked(paths, 32)
    return by_caller(paths, len(paths)), by_default(paths)
