"""A scope for each setting: what stands in it is what builds."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def search(rates, rows):
    losses = []
    for rate in rates:
        with tf.variable_scope(f"run_{rate}"):
            x = tf.placeholder(tf.float32, [None, 4])  # want: TFM203
            loss = tf.reduce_mean(tf.square(tf.layers.dense(x, 1)))
            step = tf.train.AdamOptimizer(rate).minimize(loss)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            sess.run(step, {x: rows})
            losses.append(sess.run(loss, {x: rows}))
    return losses
