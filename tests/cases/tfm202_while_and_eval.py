"""A poller, evaluation through eval(), and gradients that are built for each class."""

import numpy as np
import tensorflow as tf


def poll(checkpoints, saver, accuracy):
    with tf.Session() as sess:
        while True:
            path = checkpoints.wait()
            saver.restore(sess, path)
            sess.run(tf.local_variables_initializer())  # want: TFM202
            print(accuracy.eval(session=sess))


class Saliency:
    def __init__(self, classes):
        self.images = tf.placeholder(tf.float32, [None, 28, 28])
        self.logits = tf.layers.dense(tf.layers.flatten(self.images), classes)

    def maps(self, sess, image, classes):
        found = []
        for label in range(classes):
            score = self.logits[:, label]  # want: TFM202
            gradient = tf.gradients(score, self.images)[0]  # want: TFM202
            found.append(sess.run(gradient, feed_dict={self.images: image}))
        return np.stack(found)


def learn(loss, stages):
    with tf.train.MonitoredTrainingSession() as sess:
        for rate in stages:
            optimizer = tf.train.GradientDescentOptimizer(rate)
            step = optimizer.minimize(loss)  # want: TFM202
            sess.run(step)
