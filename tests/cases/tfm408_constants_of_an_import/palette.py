import tensorflow as tf


class Plain:
    shades = tf.constant([[0.0, 0.5, 1.0], [1.0, 0.5, 0.0]], name="shades")
