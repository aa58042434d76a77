from functools import cache

import tensorflow as tf

_nets = {}


@cache
def net_for(width):
    return tf.keras.Sequential([tf.keras.layers.Dense(width)])


def remembered(width):
    try:
        return _nets[width]
    except KeyError:
        _nets[width] = tf.keras.Sequential([tf.keras.layers.Dense(width)])
        return _nets[width]


def lookup(width):
    net = _nets.get(width)
    if net is None:
        net = _nets[width] = tf.keras.Sequential([tf.keras.layers.Dense(width)])
    return net


def serve(requests):
    model = None
    for request in requests:
        model = model or tf.keras.Sequential([tf.keras.layers.Dense(4)])
        yield model.predict_on_batch(request.x), net_for(request.width), remembered(3), lookup(4)
