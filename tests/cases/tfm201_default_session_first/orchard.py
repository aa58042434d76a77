"""What the program runs under a session of its own asks for the default session, and gets that."""
import tensorflow.compat.v1 as tf
from current import current

tf.disable_v2_behavior()


class Tree:
    def __init__(self):
        self.height = tf.placeholder(tf.float32, [])
        self.apples = self.height * 12.0

    def harvest(self, height):
        return current().run(self.apples, {self.height: height})

    def guess(self, height):
        session = tf.get_default_session()
        if session is None:
            session = tf.Session()
        return session.run(self.apples + 1.0, {self.height: height})


def pick(height):
    tree = Tree()
    with tf.Session():
        return tree.harvest(height), tree.guess(height)
