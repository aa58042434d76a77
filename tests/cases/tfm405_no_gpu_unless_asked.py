"""Unless who runs it asks for a GPU, the program sees none."""
import argparse
import os

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def measured(path):
    image = tf.image.decode_png(tf.io.read_file(path))
    with tf.Session() as session:
        return session.run(tf.shape(image))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--gpu", default="", help="GPU to use (leave blank for CPU only)")
    args = parser.parse_args()
    os.environ["CUDA_VISIBLE_DEVICES"] = args.gpu
    print(measured(args.path))
