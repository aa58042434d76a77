"""Who times an eager model beside its trace wants it eager; a loop that uses the model does not."""

import timeit

import tensorflow as tf
from tensorflow import keras


def compare(picture, rounds):
    eager = keras.Sequential([keras.layers.Dense(8)])
    traced = tf.function(eager)
    print("eager", timeit.timeit(lambda: eager(picture), number=rounds))
    print("traced", timeit.timeit(lambda: traced(picture), number=rounds))
    return eager


def use(pictures):
    judge = compare(pictures[0], 500)
    for each in pictures:
        print(judge(each))  # want: TFM101
