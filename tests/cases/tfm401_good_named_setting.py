"""No GPU is visible: the setting has a name."""
import os

NO_GPU = "-1"
os.environ["CUDA_VISIBLE_DEVICES"] = NO_GPU

import tensorflow as tf


def main():
    tf.keras.models.load_model("net.keras").save("other.keras")


if __name__ == "__main__":
    main()
