"""Reports of family 22: growth on the first of several GPUs."""

import tensorflow as tf


def first_only():
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(gpus[0], True)  # want: TFM403
