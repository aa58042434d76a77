"""Two shapes, written down: what they add to a graph is bounded."""

import numpy as np
import tensorflow.compat.v1 as tf


def encoded():
    found = []
    with tf.Session() as session:
        for channels in (1, 3):
            images = np.zeros((1, 8, 8, channels), "uint8")
            code = tf.image.encode_png(tf.convert_to_tensor(images[0]))
            found.append(session.run(code))
    return found


def encoded_by_depth():
    depths = [1, 3]
    found = []
    with tf.Session() as session:
        for channels in depths:
            images = np.zeros((1, 8, 8, channels), "uint8")
            found.append(session.run(tf.image.encode_png(tf.convert_to_tensor(images[0]))))
    return found


def encoded_by_size(more):
    sizes = [8, 16]
    found = []
    sizes.extend(more)
    with tf.Session() as session:
        for side in sizes:
            image = np.zeros((side, side, 3), "uint8")
            found.append(session.run(tf.image.encode_png(tf.convert_to_tensor(image))))  # want: TFM202
    return found
