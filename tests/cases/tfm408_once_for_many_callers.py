"""A helper that sets a variable and then imports, for each of its callers; and one that sets it after."""

import os

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"


def try_import_tf():
    if "TF_CPP_MIN_LOG_LEVEL" not in os.environ:
        os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    return tf


def import_loudly():
    import tensorflow as tf

    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # want: TFM408
    return tf


def main():
    print(try_import_tf().zeros(3))
    print(try_import_tf().ones(3))
    print(import_loudly().ones(3))


if __name__ == "__main__":
    main()
