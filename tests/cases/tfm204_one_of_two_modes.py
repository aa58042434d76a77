"""What another mode of the program builds is not built after the training."""
import sys

import tensorflow as tf


def build():
    x = tf.placeholder(tf.float32, [None, 3])
    return x, tf.reduce_sum(x)


def train():
    x, total = build()
    with tf.Session() as session:  # want: TFM405
        while True:  # want: TFM204
            print(session.run(total, {x: [[1.0, 2.0, 3.0]]}))


def talk():
    x, total = build()
    with tf.Session() as session:  # want: TFM405
        print(session.run(total, {x: [[0.0, 0.0, 0.0]]}))


def main(mode):
    if mode == "train":
        train()
    elif mode == "talk":
        talk()


if __name__ == "__main__":
    main(sys.argv[1])
