import queue

import tensorflow as tf


def serve(batches):
    waiting = queue.Queue()
    waiting.put(tf.keras.Sequential([tf.keras.layers.Dense(1)]))
    net = waiting.get()
    return [float(net(batch)[0]) for batch in batches]  # missed: TFM101
