"""Where eager mode is on, a test case hands out something that looks like a session, and nothing piles up."""

import numpy as np
import tensorflow as tf


class Whitening(tf.test.TestCase):
    def test_axes(self):
        pixels = tf.random.normal([4, 5, 7, 3])
        for axis in range(1, 4):
            mean, variance = tf.nn.moments(x=pixels, axes=axis)
            spread = tf.sqrt(variance)
            with self.cached_session() as session:
                session.run(tf.compat.v1.global_variables_initializer())
                center, width = session.run([mean, spread])
            self.assertAllClose(center.shape, width.shape)

    def test_shares(self):
        with self.session() as session:
            found = [session.run(tf.square(tf.constant(share))) for share in (0.0, 0.2, 0.5, 0.7, 1.0)]
        self.assertLess(found[0], found[-1])

    def test_sizes(self):
        image = tf.compat.v1.placeholder(tf.float32, [None, None, 3])
        for side in range(8, 200):
            resized = tf.image.resize(image, (side, side))  # want: TFM202
            with self.session() as session:
                session.run(resized, feed_dict={image: np.zeros((8, 8, 3))})


class Clipping(tf.test.TestCase):
    def test_types(self):
        for dtype in [tf.float16, tf.float32, tf.float64]:
            with tf.compat.v1.Session() as session:
                weight = tf.Variable([1.0, 2.0], dtype=dtype)
                session.run(weight.initializer)
                self.assertAllClose(session.run(weight), [1.0, 2.0])
