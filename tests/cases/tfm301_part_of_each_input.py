"""A function for each input device, which becomes a part of the inputs that are joined after the loop."""
import tensorflow as tf
from native_ops import ops


def parse(processor):
    @tf.function(autograph=False)
    def flat(record):
        return tf.nest.flatten(processor(record))

    traced = flat.get_concrete_function(tf.TensorSpec([], tf.string))
    types = [output.dtype for output in traced.outputs]
    return traced, types


def read(processor, path):
    traced, types = parse(processor)
    rows, keys = ops.generic_input(processor=traced, types=types, path=path)
    return tf.nest.map_structure(tf.identity, rows), keys


def read_on_all(processor, path, devices):
    parts = []
    for device in devices:
        with tf.device(device):
            parts.append(read(processor, path))
    rows, keys = zip(*parts)
    return tf.concat(rows, axis=0), tf.concat(keys, axis=0)


def count(processor, records):
    total = 0
    for record in records:
        @tf.function  # want: TFM301
        def step(value):
            return tf.size(processor(value))

        total += int(step(record))
    return total
