"""The operations pile up in this loop, the variables do not."""

import tensorflow.compat.v1 as tf
from layers import network

tf.disable_v2_behavior()


def main():
    x = tf.placeholder(tf.float32, (None, 4))
    with tf.Session() as session:
        for step in range(10):
            y = network(x)  # want: TFM202
            session.run(tf.global_variables_initializer())  # want: TFM202
            print(session.run(y, {x: [[step] * 4]}))
