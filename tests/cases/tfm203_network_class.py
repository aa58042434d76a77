"""The class builds its network in its constructor, into the default graph."""

import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()


class Network:
    def __init__(self, hidden):
        self.x = tf1.placeholder(tf.float32, [None, 3])
        self.y = tf1.layers.dense(tf1.layers.dense(self.x, hidden), 1)
        self.session = tf1.Session()
        self.session.run(tf1.global_variables_initializer())

    def close(self):
        self.session.close()

    def predict(self, rows):
        return self.session.run(self.y, {self.x: rows})


def compare(sizes, rows):
    outputs = {}
    for hidden in sizes:
        network = Network(hidden)  # want: TFM203
        outputs[hidden] = network.predict(rows)
        network.close()
    return outputs


def compare_apart(sizes, rows):
    outputs = {}
    for hidden in sizes:
        with tf.Graph().as_default():
            network = Network(hidden)
            outputs[hidden] = network.predict(rows)
            network.close()
    return outputs
