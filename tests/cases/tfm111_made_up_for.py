"""What is made where a parameter is missing is not made where every call gives it."""
import tensorflow as tf


def likelihood(scores, table=None):
    if table is None:
        table = tf.Variable(tf.zeros([4, 4]))
    return tf.reduce_sum(scores @ table)


def distance(rows, weights=None):
    if weights is None:
        weights = tf.Variable(tf.ones([4]))  # want: TFM111
    return tf.reduce_sum(rows * weights)


class Tagger(tf.keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def train_step(self, data):
        scores, table = self.net(data)
        return {"loss": likelihood(scores, table), "away": distance(scores)}
