"""A program of TensorFlow 1: the constants of what it imports are operations, and no device is in use yet."""
import os

import tensorflow as tf

from palette import Plain

if __name__ == "__main__":
    os.environ["CUDA_VISIBLE_DEVICES"] = "1"
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    with tf.Session(config=config) as session:
        print(session.run(Plain.shades))
