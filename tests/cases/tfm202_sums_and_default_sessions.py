"""Sums of tensors that start as numbers, and operations that run in the default session."""
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def stylise(image, targets, iterations, report):
    style = 0.0
    for target in targets:
        style += tf.nn.l2_loss(image - target)
    whole = 2.0 * style
    step = tf.train.AdamOptimizer(10.0).minimize(style)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(iterations):
            step.run()
            if i % report == 0:
                print(i, style.eval(), (100.0 * style).eval(), whole.eval())  # want: TFM202


def numbers(loss, feeds, x):
    total = 0.0
    with tf.Session() as sess:
        for feed in feeds:
            total += sess.run(loss, {x: feed})
            print(2.0 * total)
    return total


def tutorial(step, accuracy, x, batches):
    sess = tf.InteractiveSession()
    try:
        for batch in batches:
            step.run(feed_dict={x: batch})
            print(2.0 * accuracy.eval(feed_dict={x: batch}))
    finally:
        sess.close()


def doubled(loss, feeds, x):
    with tf.Session():
        for feed in feeds:
            print((loss * 2).eval({x: feed}))  # want: TFM202
            print(loss.eval({x: feed}) * 2)
