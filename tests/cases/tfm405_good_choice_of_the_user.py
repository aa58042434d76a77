"""Whether GPU memory may grow is the choice of whoever runs the program."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def open_session(allow_growth):
    if allow_growth:
        config = tf.ConfigProto()
        config.gpu_options.allow_growth = True
        sess = tf.Session(config=config)
    else:
        sess = tf.Session()
    return sess


def main():
    total = tf.reduce_sum(tf.ones((3, 4)))
    with open_session("--all" not in sys.argv) as sess:
        print(sess.run(total))


if __name__ == "__main__":
    main()
