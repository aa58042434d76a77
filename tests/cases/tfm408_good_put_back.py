"""The log level is put back to what it was, for whatever this process starts later."""

import os

import tensorflow as tf


def quietly(work):
    level = os.environ.get("TF_CPP_MIN_LOG_LEVEL", "0")
    tf.get_logger().setLevel("ERROR")
    try:
        return work()
    finally:
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = level


class Visible:
    """Restores what the caller had chosen."""

    def __enter__(self):
        self.devices = os.environ["CUDA_VISIBLE_DEVICES"]
        self.level = os.getenv("TF_CPP_MIN_LOG_LEVEL")
        return self

    def __exit__(self, *exc):
        tf.constant(0)
        os.environ["CUDA_VISIBLE_DEVICES"] = self.devices
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = self.level
