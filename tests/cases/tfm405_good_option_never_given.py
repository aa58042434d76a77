"""Only the option "graph" opens a session, and the program never asks for it: eager code decides."""
import sys

import tensorflow as tf

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)


def load(path, how="eager"):
    if how == "graph" or how == "frozen":
        return tf.compat.v1.Session(config=tf.compat.v1.ConfigProto(allow_soft_placement=True))
    return tf.saved_model.load(path)


def serve(path, **options):
    return load(path, **options)


if __name__ == "__main__":
    print(serve(sys.argv[1]).signatures)
