"""Pipelines of several models in one graph, which is run when all of them are built."""
import tensorflow as tf


class Feed:
    def __init__(self, pages, size):
        rows = tf.data.Dataset.from_tensor_slices(pages).map(self.cut).batch(size)
        self.iterator = rows.make_initializable_iterator()
        self.rows = self.iterator.get_next()

    def cut(self, page):
        return tf.random_crop(page, [8])


def build(pages, size):
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
        feed = Feed(pages, size)
        return feed, tf.layers.dense(feed.rows, 2)


def train(splits, steps):
    nets = []
    for number in range(len(splits)):
        nets.append(build(splits[number], 4))
    config = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        for feed, _ in nets:
            session.run(feed.iterator.initializer)
        session.graph.finalize()
        for _ in range(steps):
            print(session.run([result for _, result in nets]))
