"""A method with a capital letter is no class that takes the session over."""
import tensorflow.compat.v1 as tf


class Worker:
    def __init__(self, target):
        self._target = target
        self._sess = None
        self._OpenAgain()

    def _OpenAgain(self):
        sess = tf.Session(self._target)  # want: TFM201
        self._Restore(sess)
        self._sess = sess

    def _Restore(self, sess):
        tf.train.Saver().restore(sess, "model.ckpt")

    def Reload(self):
        self._Restore(self._sess)


class Other:
    """Closes an attribute of the same name, which is its own."""

    def __init__(self):
        self._sess = tf.Session()

    def stop(self):
        self._sess.close()
