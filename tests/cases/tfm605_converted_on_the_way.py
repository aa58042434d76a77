"""A constant is as large as the type that it is converted to."""
import numpy as np
import tensorflow as tf


@tf.function
def halved(x):
    table = np.ones([1024, 1500])
    return x + tf.reduce_sum(tf.constant(table, dtype=tf.float32))


@tf.function
def typed(x):
    table = np.ones([1024, 1500])
    return x + tf.reduce_sum(tf.convert_to_tensor(table, tf.float16))


@tf.function
def doubled(x):
    table = np.ones([1024, 1500], np.float32)
    return x + tf.reduce_sum(tf.constant(table, tf.float64))  # want: TFM605
