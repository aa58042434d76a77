"""Operations for each variable or tensor of a network: as many as it has, unless the sweep repeats."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def copy_once(old, new, path):
    sess = tf.get_default_session()
    for source in old.get_vars():
        for target in new.get_vars():
            if target.name == "new/" + source.name:
                sess.run(tf.assign(target, source))
                break
    tf.train.Saver().save(sess, path)


def reset(variables):
    with tf.Session() as sess:
        for variable in variables:
            sess.run(tf.assign(variable, tf.zeros_like(variable)))


def norms(x):
    with tf.Session() as sess:
        layers = [tf.square(x), tf.abs(x)]
        return [sess.run(tf.norm(layer)) for layer in layers]


def feed(variable, values):
    with tf.Session() as sess:
        for value in values:
            sess.run(tf.assign(variable, value))  # want: TFM202


def reset_again(variables, rounds):
    with tf.Session() as sess:
        for _ in range(rounds):
            for variable in variables:
                sess.run(tf.assign(variable, 0.0))  # want: TFM202


def describe(items, x):
    with tf.Session() as sess:
        for item in items:
            print(item.name, sess.run(x * item.weight))  # want: TFM202


def pyramid(images, depth):
    levels = {}

    def note(name, level):
        levels[name] = level
        return level

    net = images - tf.constant(0.5)
    for number in range(depth):
        net = note("level%d" % number, tf.nn.avg_pool2d(net, 2, 2, "SAME"))
    return levels


def pyramid_and_top(images, depth):
    levels = pyramid(images, depth)
    return tf.reduce_max(images), levels


def correlation(features):
    return tf.matmul(features, features, transpose_a=True)


def correlations(images):
    with tf.Session():
        levels = pyramid(images, 5)
        return dict((name, correlation(level).eval()) for name, level in levels.items())


def correlations_beside_top(images):
    with tf.Session() as sess:
        _, levels = pyramid_and_top(images, 5)
        for number, level in enumerate(levels.values()):
            print(number, sess.run(correlation(level)))


def correlations_of_each(images, steps):
    with tf.Session() as sess:
        levels = pyramid(images, 5)
        for _ in range(steps):
            for level in levels.values():
                print(sess.run(correlation(level)))  # want: TFM202


def batches(path):
    return {name: open(name, "rb").read() for name in path.split(",")}


def correlations_of_batches(path):
    with tf.Session() as sess:
        for batch in batches(path).values():
            print(sess.run(correlation(batch)))  # want: TFM202
