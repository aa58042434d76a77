import unittest

import tensorflow as tf

from model import predict


class Case(unittest.TestCase):
    def test_shape(self):
        self.assertEqual(predict(tf.zeros((1, 2))).shape, (1, 2))


if __name__ == "__main__":
    unittest.main()
