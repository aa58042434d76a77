"""Nobody runs this file: what it sets has to be set above TensorFlow where it is imported."""
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # want: TFM408

import tensorflow as tf


def rows(path):
    return tf.data.Dataset.load(path)
