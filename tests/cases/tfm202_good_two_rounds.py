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
