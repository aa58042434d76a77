"""What a flag that nothing sets keeps from running loses no memory."""

import tensorflow as tf


def validate(net: tf.keras.Model, batches, folder):
    debug = False
    for rows in batches:
        print(net.predict_on_batch(rows))
        if debug:
            net.save(folder)
            again = tf.keras.models.load_model(folder)
            again.summary()


def check(net: tf.keras.Model, batches, folder):
    fast = True
    for rows in batches:
        if not fast:
            net = tf.keras.models.load_model(folder)
        print(net.predict_on_batch(rows))


def retry(batches, folder):
    stale = False
    for rows in batches:
        if stale:
            net = tf.keras.models.load_model(folder)  # want: TFM104
            print(net.predict_on_batch(rows))
        stale = not stale


def exchange(batches, folder, reload=False):
    for rows in batches:
        if reload:
            net = tf.keras.models.load_model(folder)  # want: TFM104
            print(net.predict_on_batch(rows))
