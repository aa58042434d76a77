import tensorflow as tf


class Runner:
    def __init__(self, graph):
        self.graph = graph
        self._sess = None

    @property
    def sess(self):
        if self._sess is None:
            self._sess = tf.compat.v1.Session(graph=self.graph)
        return self._sess

    def run(self, feed):
        return self.sess.run("y:0", feed)

    def __del__(self):
        if self._sess is not None:
            self._sess.close()


class ClosedThroughProperty:
    def __init__(self, graph):
        self.graph = graph
        self._session = None

    @property
    def session(self):
        if self._session is None:
            self._session = tf.compat.v1.Session(graph=self.graph)
        return self._session

    def stop(self):
        self.session.close()
