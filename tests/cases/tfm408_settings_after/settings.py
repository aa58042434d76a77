"""Set for all programs of the project, and late in each of them."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # want: TFM408

import tensorflow as tf

THREADS = tf.config.threading.get_intra_op_parallelism_threads
