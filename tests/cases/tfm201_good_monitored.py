import tensorflow as tf


def train(op, hooks):
    with tf.compat.v1.train.MonitoredTrainingSession(hooks=hooks) as sess:
        while not sess.should_stop():
            sess.run(op)


def supervised(logdir, op):
    supervisor = tf.compat.v1.train.Supervisor(logdir=logdir)
    with supervisor.managed_session() as sess:
        sess.run(op)


class Test(tf.test.TestCase):
    def test_run(self):
        with self.session() as sess:
            sess.run(tf.no_op())
        with self.cached_session() as other:
            other.run(tf.no_op())
