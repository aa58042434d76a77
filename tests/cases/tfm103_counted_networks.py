"""Networks that are kept in a dictionary, of which nothing but the number is asked."""
import tensorflow as tf


def distances(rates, x, y):
    kept, found = {}, {}
    for rate in rates:
        net = tf.keras.Sequential([tf.keras.layers.Dense(1)])  # want: TFM103
        net.compile(tf.keras.optimizers.SGD(rate), "mae")
        found[rate] = net.train_on_batch(x, y)
        kept[rate] = net  # want: TFM107
    print(len(kept), "networks")
    return found
