"""Sessions that the caller gives: whoever made them may go on building in their graph."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def train(sess, step, x, sample, steps):
    for _ in range(steps):
        sess.run(step, feed_dict={x: sample()})


class Attack:
    def __init__(self, sess, images, loss):
        self.sess = sess
        self.images = images
        self.gradient = tf.gradients(loss, images)[0]

    def perturb(self, rows, steps):
        for _ in range(steps):
            rows = rows + self.sess.run(self.gradient, {self.images: rows})
        return rows


def monitored(sess, step, x, sample):
    while not sess.should_stop():
        sess.run(step, feed_dict={x: sample()})


def frozen(sess, graph, step, x, sample, steps):
    graph.finalize()
    for _ in range(steps):
        sess.run(step, feed_dict={x: sample()})


def workers(pool, job, steps):
    for _ in range(steps):
        pool.run(job)
