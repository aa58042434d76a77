"""Sets the log level, and only then imports TensorFlow."""

import os

from zoo import streaming

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


def check():
    import tensorflow as tf

    return tf.__version__


check()


def stream():
    return streaming.watch()
