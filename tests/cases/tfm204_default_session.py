"""Operations that run in a default session, as in an old tutorial."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def tutorial(batch_of, steps=20000):
    sess = tf.InteractiveSession()
    x = tf.placeholder(tf.float32, [None, 784])
    loss = tf.reduce_mean(tf.layers.dense(x, 10))
    train_step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    sess.run(tf.global_variables_initializer())
    for i in range(steps):  # want: TFM204
        train_step.run(feed_dict={x: batch_of(i)})
    sess.close()


def in_block(steps):
    loss = tf.reduce_sum(tf.square(tf.get_variable("w", [3])))
    step = tf.train.AdamOptimizer().minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(steps):  # want: TFM204
            step.run()
        return loss.eval()


def frozen(steps):
    loss = tf.reduce_sum(tf.square(tf.get_variable("v", [3])))
    step = tf.train.AdamOptimizer().minimize(loss)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.graph.finalize()
        for _ in range(steps):
            step.run()
