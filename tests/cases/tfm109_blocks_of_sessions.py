"""Entering a session makes its graph the default one; its as_default() does not."""
import keras
import tensorflow.compat.v1 as tf


def measured(rows):
    with tf.Session() as session:
        score = session.run(tf.constant(rows))
        keras.backend.clear_session()  # want: TFM109
    return score


def borrowed(rows):
    session = tf.Session()
    with session.as_default():
        score = session.run(tf.constant(rows))
        keras.backend.clear_session()
    session.close()
    return score


def apart(rows):
    with tf.Graph().as_default():
        score = len(rows)
        keras.backend.clear_session()  # want: TFM109
    return score
