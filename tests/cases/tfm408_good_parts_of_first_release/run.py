"""Only the modules that it imports tell that the program is one of TensorFlow 1: it builds a graph here."""
import os

import tensorflow as tf
from sailor import Sailor


class Voyage:
    def __init__(self):
        self.sailor = Sailor()
        self.cost = tf.reduce_mean(self.sailor.loss)


def start(gpu):
    voyage = Voyage()
    os.environ["CUDA_VISIBLE_DEVICES"] = gpu
    voyage.sailor.sail()


if __name__ == "__main__":
    start("1")
