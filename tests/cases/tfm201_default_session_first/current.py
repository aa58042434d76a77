"""Helpers that hand out the default session, or one of their own where there is none."""
import tensorflow.compat.v1 as tf


def current():
    return tf.get_default_session() or fresh()


def fresh():
    return tf.Session(config=tf.ConfigProto(allow_soft_placement=True))
