"""One card is left to the program, or as many as the user says."""
import os
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = sys.argv[1] if len(sys.argv) > 1 else "0"

import tensorflow as tf


def prepare():
    cards = tf.config.list_physical_devices("GPU")
    if cards:
        tf.config.experimental.set_memory_growth(cards[0], True)
