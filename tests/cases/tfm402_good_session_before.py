"""A session of TensorFlow 1 has devices of its own: what is configured for eager code after it raises nothing."""

import tensorflow as tf


def measure():
    options = tf.compat.v1.ConfigProto()
    options.gpu_options.allow_growth = True
    session = tf.compat.v1.InteractiveSession(config=options)
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    tf.config.threading.set_intra_op_parallelism_threads(2)
    session.close()


if __name__ == "__main__":
    measure()
