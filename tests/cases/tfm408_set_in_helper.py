import os

import tensorflow as tf


def prepare(card):
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")  # want: TFM408
    os.environ["CUDA_VISIBLE_DEVICES"] = str(card)  # want: TFM408


def main():
    strategy = tf.distribute.MirroredStrategy()
    prepare(1)
    with strategy.scope():
        print(tf.Variable(1.0).numpy())


if __name__ == "__main__":
    main()
