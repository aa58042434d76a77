"""Steps that a strategy runs on its replicas: traced once, or eagerly for each batch."""
import tensorflow as tf


class Loop:
    def __init__(self):
        self.strategy = tf.distribute.MirroredStrategy()
        with self.strategy.scope():
            self.net = tf.keras.Sequential([tf.keras.layers.Dense(1)])

    def _score(self, x):
        return tf.reduce_mean(self.net(x, training=False))  # want: TFM101

    def scores(self, batches):
        for x in batches:
            print(self.strategy.run(self._score, args=(x,)))


def traced(batches):
    strategy = tf.distribute.get_strategy()
    net = tf.keras.Sequential([tf.keras.layers.Dense(1)])

    def score(x):
        return tf.reduce_mean(net(x, training=False))

    @tf.function
    def on_replicas(x):
        return strategy.run(score, args=(x,))

    for x in batches:
        print(on_replicas(x))
