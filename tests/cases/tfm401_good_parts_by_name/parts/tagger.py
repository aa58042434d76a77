"""A part that works in a session of its own."""

import tensorflow as tf

from parts.base import Part


class Tagger(Part):
    def __init__(self):
        super().__init__()
        options = tf.compat.v1.ConfigProto()
        options.gpu_options.allow_growth = True
        self.session = tf.compat.v1.Session(config=options)

    def close(self):
        self.session.close()
