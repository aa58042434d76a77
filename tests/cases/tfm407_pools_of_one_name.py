"""Two pools share a variable's name: only one of them gives its workers TensorFlow work."""
import multiprocessing

import numpy as np
import tensorflow as tf


def mean(path):
    return np.load(path).mean()


def norm(path):
    return float(tf.norm(np.load(path)))


def summarise(paths):
    print(float(tf.reduce_sum(tf.ones(3))))
    with multiprocessing.Pool(2) as workers:
        print(workers.map(mean, paths))
    with multiprocessing.Pool(2) as workers:  # want: TFM407
        print(workers.map(norm, paths))
