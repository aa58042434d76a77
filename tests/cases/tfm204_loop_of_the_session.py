"""Each fold has a session of its own; the loop over the steps is the one to finalize for."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def validate(folds, steps, batches):
    for fold in range(folds):
        with tf.Graph().as_default():
            x = tf.placeholder(tf.float32, (None, 4))
            loss = tf.reduce_sum(tf.layers.dense(x, 2))
            with tf.Session() as session:
                session.run(tf.global_variables_initializer())
                for step in range(steps):  # want: TFM204
                    session.run(loss, {x: batches[fold][step]})
