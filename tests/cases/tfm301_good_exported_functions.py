"""A function for each model that is written out, and a timing that wants its own trace."""
import timeit

import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

SPEC = tf.TensorSpec([None, 8], tf.float32)


def freeze(named, folder):
    for name, module in named.items():
        serve = tf.function(module.__call__)
        frozen = convert_variables_to_constants_v2(serve.get_concrete_function(SPEC))
        tf.io.write_graph(frozen.graph, folder, name)


def lite(named):
    for name, module in named.items():
        serve = tf.function(module.score).get_concrete_function(SPEC)
        yield name, tf.lite.TFLiteConverter.from_concrete_functions([serve], module).convert()


def durations(sizes):
    for size in sizes:
        square = tf.function(lambda x: tf.matmul(x, x))
        yield timeit.timeit(lambda: square(tf.eye(size)), number=3)
