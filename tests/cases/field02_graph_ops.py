"""Reports of families 2, 7, 17, 23 and 31: graphs that grow, sessions, backend functions, iterators."""

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.compat.v1.keras import backend as K
import tensorflow_hub as hub
import tensorflow_probability as tfp

tf.disable_eager_execution()


def op_and_run(items):
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        for item in items:
            doubled = tf.multiply(x, 2)  # want: TFM202
            print(sess.run(doubled, {x: item}))


def sampled(rounds):
    dist = tfp.distributions.Normal(0.0, 1.0)
    with tf.Session() as sess:
        for _ in range(rounds):
            print(sess.run(dist.sample()))  # want: TFM202


def element_in_fetches(rounds):
    x = tf.ones([4])
    with tf.Session() as sess:
        for _ in range(rounds):
            print(sess.run(x[0]))  # want: TFM202


def pixel(sess, image):
    return sess.run(image[0, 0])  # want: TFM202


def pixels(rounds):
    image = tf.ones([4, 4])
    with tf.Session() as sess:
        for _ in range(rounds):
            print(pixel(sess, image))


def negated(rounds):
    v = tf.Variable(1.0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(rounds):
            print(sess.run(-v), sess.run(v * 2))  # want: TFM202


def assigned(values):
    v = tf.Variable(1.0)
    with tf.Session() as sess:
        for value in values:
            sess.run(tf.assign(v, value))  # want: TFM202


def next_element(rounds):
    iterator = tf.data.make_one_shot_iterator(tf.data.Dataset.range(9))
    with tf.Session() as sess:
        for _ in range(rounds):
            print(sess.run(iterator.get_next()))  # want: TFM202


def save_state(sess, path):
    tf.train.Saver().save(sess, path)  # want: TFM202


def saved(rounds):
    v = tf.Variable(1.0)
    with tf.Session() as sess:
        sess.run(v.initializer)
        for step in range(rounds):
            sess.run(v)
            save_state(sess, f"a{step}")


def nothing_to_do(rounds):
    v = tf.Variable(1.0)
    with tf.Session() as sess:
        for step in range(rounds):
            sess.run([v, tf.no_op()])  # want: TFM202


def scheduled(rounds):
    v = tf.Variable(1.0)
    with tf.Session() as sess:
        for step in range(rounds):
            rate = tf.train.cosine_decay_restarts(0.1, step, 10)  # want: TFM202
            print(sess.run([v, rate]))


def attacked(images):
    x = tf.placeholder(tf.float32, [None, 4])
    loss = tf.reduce_sum(x * x)
    with tf.Session() as sess:
        for image in images:
            step = tf.gradients(loss, x)  # want: TFM202
            print(sess.run(step, {x: image}))


def embedded(texts):
    module = hub.Module("https://tfhub.dev/a/1")
    with tf.Session() as sess:
        for text in texts:
            print(sess.run(module([text])))  # want: TFM202


def copy_parameters(sess, ours, theirs):
    for v, w in zip(ours, theirs):
        sess.run(w.assign(v))  # want: TFM202


def copied(rounds):
    ours, theirs = [tf.Variable(1.0)], [tf.Variable(2.0)]
    with tf.Session() as sess:
        for _ in range(rounds):
            copy_parameters(sess, ours, theirs)


def pictures(rounds):
    image = tf.placeholder(tf.float32, [1, 4, 4, 1])
    with tf.Session() as sess:
        for _ in range(rounds):
            summary = tf.summary.image("image", image)  # want: TFM202
            print(sess.run(summary, {image: np.ones([1, 4, 4, 1])}))


def read_picture(sess, data):
    return sess.run(tf.image.decode_png(data))  # want: TFM202


def read_pictures(files):
    with tf.Session() as sess:
        for data in files:
            print(read_picture(sess, data).shape)


def experiments(widths):
    for width in widths:
        x = tf.placeholder(tf.float32, [None, 4])  # want: TFM203
        y = tf.layers.dense(x, width)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            print(sess.run(y, {x: np.ones([1, 4])}))


# What looks alike.


def towers(count):
    x = tf.placeholder(tf.float32, [None, 4])
    total = 0.0
    for _ in range(count):
        total = total + tf.reduce_sum(tf.layers.dense(x, 4))
    with tf.Session() as sess:
        return sess.run(total, {x: np.ones([1, 4])})


def own_graphs(items):
    for item in items:
        with tf.Graph().as_default(), tf.Session() as sess:
            print(sess.run(tf.multiply(item, 2)))


def initialised_once(rounds):
    v = tf.Variable(1.0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(rounds):
            print(sess.run(v)[..., 0])


def restarted(epochs):
    iterator = tf.data.make_initializable_iterator(tf.data.Dataset.range(9))
    element = iterator.get_next()
    with tf.Session() as sess:
        for _ in range(epochs):
            sess.run(iterator.initializer)
            print(sess.run(element))


def fed(values):
    v = tf.Variable(1.0)
    value = tf.placeholder(tf.float32)
    assign = tf.assign(v, value)
    with tf.Session() as sess:
        for each in values:
            sess.run(assign, {value: each})


def bound_to_arrays(rounds):
    x = tf.ones([4])
    with tf.Session() as sess:
        x = sess.run(x)
        for _ in range(rounds):
            x = x * 2
            print(x[0], -x)


class Lazy:
    def __init__(self):
        self.op = None
        self.v = tf.Variable(1.0)

    def run(self, rounds):
        with tf.Session() as sess:
            for step in range(rounds):
                if self.op is None:
                    self.op = tf.assign_add(self.v, 1.0)
                sess.run(self.op)


# Sessions (7).


def batch_score(x):
    sess = tf.Session()  # want: TFM201
    return sess.run(x)


class Evaluation:
    def evaluate(self, graph, rounds):
        for _ in range(rounds):
            self.sess = tf.Session(graph=graph)  # want: TFM201
            print(self.sess.run("a:0"))


def interactive(count):
    for _ in range(count):
        sess = tf.InteractiveSession()  # want: TFM201
        print(sess.graph)


def with_block(x):
    with tf.Session() as sess:
        return sess.run(x)


def closed_finally(x):
    sess = tf.Session()
    try:
        return sess.run(x)
    finally:
        sess.close()


def handed_over(graph):
    sess = tf.Session(graph=graph)
    return sess, graph


class Memoised:
    def __init__(self):
        self._session = None

    def session(self):
        if self._session is None:
            self._session = tf.Session()
        return self._session

    def close(self):
        if self._session is not None:
            self._session.close()


# Backend functions (17).


def saliency(net, images):
    for image in images:
        gradients = K.function([net.input], K.gradients(net.output, net.input))  # want: TFM106
        print(gradients([image]))


def evaluated(rounds):
    net = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(4,))])
    for _ in range(rounds):
        print(K.eval(net.output * 2))  # want: TFM106


def built_once(net, images):
    forward = K.function([net.input], [net.output])
    for image in images:
        print(forward([image]))


class PerLayer:
    def __init__(self, net):
        self.net = net
        self.known = {}

    def outputs(self, names, image):
        for name in names:
            if name not in self.known:
                self.known[name] = K.function([self.net.input], [self.net.get_layer(name).output])
            print(self.known[name]([image]))


# Estimators (23) and iterators (31).


def estimated(config, inputs, epochs):
    estimator = tf.estimator.Estimator(lambda features, labels, mode: None, config=config)
    for _ in range(epochs):
        estimator.train(inputs, steps=10)  # want: TFM207
        estimator.evaluate(inputs)  # want: TFM207


def estimated_at_once(estimator_config, inputs):
    estimator = tf.estimator.Estimator(lambda features, labels, mode: None, config=estimator_config)
    tf.estimator.train_and_evaluate(
        estimator, tf.estimator.TrainSpec(inputs), tf.estimator.EvalSpec(inputs)
    )


def iterators(epochs, data):
    with tf.Session() as sess:
        for _ in range(epochs):
            iterator = tf.data.make_initializable_iterator(data)  # want: TFM601
            sess.run(iterator.initializer)
