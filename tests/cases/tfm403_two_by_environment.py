"""Two cards are left to the program, and one of them is given growth."""
import os

os.environ["CUDA_VISIBLE_DEVICES"] = "0,1"

import tensorflow as tf


def prepare():
    cards = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(cards[0], True)  # want: TFM403
