"""What is set afterwards is not what was read of the same variable."""

import os

import tensorflow as tf

tf.constant(0)
chosen = os.environ.get("TRIAL_DEVICES", "0")
os.environ["CUDA_VISIBLE_DEVICES"] = chosen  # want: TFM408


class Loud:
    def __init__(self, level):
        self.level = level

    def __enter__(self):
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = self.level  # want: TFM408
