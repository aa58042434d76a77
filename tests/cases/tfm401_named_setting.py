"""One GPU is visible, and taken as a whole: the setting has a name, or is not known."""
import os
import sys

GPU = "0"
os.environ["CUDA_VISIBLE_DEVICES"] = GPU
if len(sys.argv) > 1:
    NUMBER = sys.argv[1]
    os.environ["CUDA_VISIBLE_DEVICES"] = NUMBER

import tensorflow as tf  # want: TFM401


def main():
    tf.keras.models.load_model("net.keras").save("other.keras")


if __name__ == "__main__":
    main()
