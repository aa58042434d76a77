"""One GPU is visible, whichever is asked for, and taken as a whole."""
import argparse
import os

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def measured(path):
    image = tf.image.decode_png(tf.io.read_file(path))
    with tf.Session() as session:  # want: TFM405
        return session.run(tf.shape(image))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--gpu", default=0, type=int)
    args = parser.parse_args()
    os.environ["CUDA_VISIBLE_DEVICES"] = str(args.gpu)
    print(measured(args.path))
