"""What only type checkers import has read nothing."""

import os

import environment


def quiet():
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"


if __name__ == "__main__":
    quiet()
    import tensorflow as tf

    print(environment.names(tf.config))
