import tensorflow as tf


def session_or_default(session=None):
    return session or tf.compat.v1.get_default_session()


def result(metric, session=None):
    if tf.executing_eagerly():
        return metric.result()
    return session_or_default(session).run(metric.result())
