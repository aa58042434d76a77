"""Objects that make a graph for themselves, and towers of one network."""

import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


class Network:
    def __init__(self, hidden):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self._build(hidden)
        self.session = tf.Session(graph=self.graph)
        self.session.run(self.start)

    def _build(self, hidden):
        self.x = tf.placeholder(tf.float32, [None, 3])
        self.y = tf.layers.dense(tf.layers.dense(self.x, hidden), 1)
        self.start = tf.global_variables_initializer()

    def close(self):
        self.session.close()


def compare(sizes, rows):
    outputs = []
    for hidden in sizes:
        network = Network(hidden)
        outputs.append(network.session.run(network.y, {network.x: rows}))
        network.close()
    return outputs


def towers(devices, rows):
    """All towers belong to one graph, which is run after the loop."""
    outputs = []
    feeds = {}
    for number, device in enumerate(devices):
        with tf.device(device), tf.variable_scope("tower", reuse=number > 0):
            x = tf.placeholder(tf.float32, [None, 3])
            outputs.append(tf.layers.dense(x, 2))
            feeds[x] = rows[number]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(outputs, feeds)
