import tensorflow as tf

from limits import Limits


def test_start():
    @tf.function
    def run(x):
        return Limits().start(1.0).within(x)

    assert run(tf.zeros([2]))[0] == 1.0
