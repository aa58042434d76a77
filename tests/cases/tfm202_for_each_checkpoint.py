"""What is done for each checkpoint that a run writes is done again and again; a size that is noted changes rarely."""
import time

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def watch(folder, temperature):
    saver = tf.train.Saver()
    seen = None
    while True:
        newest = tf.train.latest_checkpoint(folder)
        if newest != seen:
            with tf.Session() as session:
                session.run(tf.local_variables_initializer())  # want: TFM202
                saver.restore(session, newest)
                print(session.run(temperature))
            seen = newest
        time.sleep(60)


def weigh(session, snow, flakes):
    seen = None
    for flake in flakes:
        size = flake.shape[1]
        if size != seen:
            mean = tf.reduce_mean(tf.reshape(snow, [-1, size]))
            seen = size
        print(session.run(mean, {snow: flake}))
