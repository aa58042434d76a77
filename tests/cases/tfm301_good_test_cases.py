import unittest

import tensorflow as tf


class TraceCount(unittest.TestCase):
    def test_each_number(self):
        for number in (1, 2, 3):
            shifted = tf.function(lambda x: x + number)
            self.assertEqual(int(shifted(tf.constant(1))), number + 1)
