import tensorflow as tf
from drawn import Drawn


def test_rows():
    assert Drawn(tf.ones((3,)), {}).with_rows(tf.ones((3, 2))).more["rows"].shape == (3, 2)
