import tensorflow as tf
from parts import Chain, Part


def test_steps():
    assert Chain([Part(), Part()]).steps(tf.ones((3,))).shape == (3,)
