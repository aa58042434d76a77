"""Methods that finalize for their own loops, or for all loops of their object."""
import tensorflow as tf


class Mill:
    def __init__(self, grind):
        self.grind = grind

    def work(self, turns):
        with tf.Session() as session:
            for _ in range(turns):  # want: TFM204
                session.run(self.grind)

    def work_safely(self, turns):
        with tf.Session() as session:
            session.graph.finalize()
            for _ in range(turns):
                session.run(self.grind)


class Pump:
    def __init__(self, lift):
        self.lift = lift
        self.session = tf.Session()
        self._close_graph()

    def _close_graph(self):
        self.session.run(tf.global_variables_initializer())
        self.session.graph.finalize()

    def work(self, turns):
        for _ in range(turns):
            self.session.run(self.lift)

    def stop(self):
        self.session.close()
