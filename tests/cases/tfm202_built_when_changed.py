"""Operations that are built when something differs from what is remembered, and a saver that builds none."""

import time

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Watcher:
    def __init__(self, folder, loss):
        self.folder = folder
        self.loss = loss
        self.known = None
        self.count = 0

    def prepare(self):
        if self.count != len(tf.global_variables()):
            self.saver = tf.train.Saver()
            self.start = tf.global_variables_initializer()
            self.count = len(tf.global_variables())

    def reset_meters(self, session):
        meters = tf.get_collection("meters")
        if meters != self.known:
            self.known = list(meters)
            self.zero = tf.variables_initializer(meters)
        session.run(self.zero)

    def reload(self, session):
        self.prepare()
        self.saver = tf.train.Saver(saver_def=self.saver.as_saver_def())
        self.saver.restore(session, tf.train.latest_checkpoint(self.folder))

    def watch(self, session):
        while True:
            self.reload(session)
            self.reset_meters(session)
            print(session.run(self.loss))
            time.sleep(60)


class Counting:
    def __init__(self, loss):
        self.loss = loss
        self.step = 0

    def run(self, session, steps):
        for step in range(steps):
            if step != self.step:
                self.step = step
                print(session.run(tf.reduce_mean(self.loss)))  # want: TFM202
