import tensorflow as tf


def score(*parts):
    net, batch = parts
    return float(tf.reduce_sum(net(batch)))  # missed: TFM101


def main(batches):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    return [score(net, batch) for batch in batches]
