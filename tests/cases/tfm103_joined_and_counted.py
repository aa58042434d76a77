"""What is joined to a list is no committee where nothing is asked of it."""
import tensorflow as tf


def sizes(widths):
    made, counts = [], []
    for width in widths:
        net = tf.keras.Sequential([tf.keras.layers.Input((8,)), tf.keras.layers.Dense(width)])  # want: TFM103
        made += [net]  # want: TFM107
        counts += [net.count_params()]
    print(len(made))
    return counts
