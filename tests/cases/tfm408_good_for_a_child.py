"""The variable is for the program that is started next."""
import os
import subprocess
import sys

import tensorflow as tf


def main():
    print(tf.reduce_sum(tf.ones((2, 2))).numpy())
    os.environ["CUDA_VISIBLE_DEVICES"] = "1"
    subprocess.run([sys.executable, "next.py"], check=True)


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        print(gpu)
    os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
    main()
