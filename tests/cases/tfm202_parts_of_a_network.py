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
