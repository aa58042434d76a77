"""A session that is made only where none is given is not made where every caller gives one."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Scale:
    def __init__(self):
        self.weights = tf.placeholder(tf.float32, [None])
        self.total = tf.reduce_sum(self.weights)


def weigh(scale, fruit, session=None):
    session = session or tf.Session()
    return session.run(scale.total, {scale.weights: fruit})


def heaviest(scale, fruit, session=None):
    if session is None:
        session = tf.Session()
    return session.run(tf.reduce_max(scale.weights), {scale.weights: fruit})


def mean(scale, fruit, session=None):
    session = session or tf.Session()  # want: TFM201
    return session.run(tf.reduce_mean(scale.weights), {scale.weights: fruit})


def spread(scale, fruit, session=None):
    chosen = session if session is not None else tf.Session()  # want: TFM201
    return chosen.run(tf.math.reduce_std(scale.weights), {scale.weights: fruit})


class Stall:
    def __init__(self, session=None):
        self.session = session or tf.Session()

    def total(self, scale, fruit):
        return self.session.run(scale.total, {scale.weights: fruit})


class Cart:
    def __init__(self, session=None):
        self.session = session or tf.Session()  # want: TFM201

    def total(self, scale, fruit):
        return self.session.run(scale.total, {scale.weights: fruit})


def market(fruit, others, with_spread=None):
    scale = Scale()
    with tf.Session() as session:
        first = weigh(scale, fruit, session), heaviest(scale, others, session=session)
        second = mean(scale, fruit, session), spread(scale, fruit, with_spread)
        third = Stall(session).total(scale, fruit), Cart(session).total(scale, others)
    return first, second, third, mean(scale, others), Cart().total(scale, fruit)
