import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()  # missed: TFM201
    result = sess.run(values)
    sess.close()
    return result
