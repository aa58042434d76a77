"""An override that a decorator marks: the loop gives one option, and the other stays what it is by default."""

import tensorflow as tf
from overrides import overrides


class Scheduled:
    def update(self, rate=None, momentum=None):
        raise NotImplementedError

    def search(self, batches):
        rate = 1e-4
        for batch in batches:
            self.step(batch)
            rate *= 1.1
            self.update(rate=rate)


class Network(Scheduled):
    def __init__(self, loss):
        self.rate = tf.Variable(0.1, trainable=False)
        self.momentum = tf.Variable(0.9, trainable=False)
        self.train = tf.train.MomentumOptimizer(self.rate, self.momentum).minimize(loss)
        self.session = tf.Session()

    def close(self):
        self.session.close()

    def step(self, batch):
        return self.session.run(self.train, {"rows:0": batch})

    @overrides
    def update(self, rate=None, momentum=None):
        if rate is not None:
            self.session.run(tf.assign(self.rate, rate))  # want: TFM202
        if momentum is not None:
            self.session.run(tf.assign(self.momentum, momentum))
