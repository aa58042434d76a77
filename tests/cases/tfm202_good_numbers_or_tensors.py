"""A helper that takes tensors and numbers adds to the graph for the tensors; a loop that runs it has numbers."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
places = {}


def grows(value):
    return isinstance(value, (tf.Tensor, tf.Operation)) or isinstance(value, tf.Variable)


def gauge(session, name, value):
    if grows(value):
        with tf.name_scope(name):
            return tf.identity(tf.cast(value, tf.float32))
    if name not in places:
        fed = tf.placeholder(tf.float32)
        places[name] = tf.assign_add(tf.Variable(0.0), fed), fed
    update, fed = places[name]
    session.run(update, {fed: value})
    return value


def squared(session, value):
    return session.run(tf.square(value))  # want: TFM202


def watch(session, pressure, minutes):
    heat = gauge(session, "heat", pressure * 2.0)
    for minute in range(minutes):
        session.run(heat)
        gauge(session, "minute", minute)
        squared(session, minute)
