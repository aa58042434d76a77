"""Tests share the default graph: finalized in one, it would refuse the operations of the next."""

import unittest

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class ReaderTest(unittest.TestCase):
    def read(self, path):
        line = tf.read_file(path)
        with tf.Session() as session:
            found = session.run(line)
            while not found.endswith(b"end"):
                found += session.run(line)
        return found

    def test_first(self):
        self.assertTrue(self.read("first"))
