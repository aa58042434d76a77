import tensorflow as tf


def bench(batches):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    for batch in batches:
        net(batch)  # missed: TFM101
