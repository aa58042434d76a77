import tensorflow as tf

v1 = tf.compat.v1


class Cached:
    _sessions = {}

    def session(self, key, graph):
        if key not in self._sessions:
            self._sessions[key] = v1.Session(graph=graph)
        return self._sessions[key]


class Switch:
    """Opens a new session without closing the old one."""

    def __init__(self, graph):
        self.graph = graph
        self.reset()

    def reset(self):
        self.session = v1.Session(graph=self.graph)  # want: TFM201

    def run(self, fetch):
        return self.session.run(fetch)


def gather(graphs):
    kept = []
    for graph in graphs:
        session = v1.Session(graph=graph)  # want: TFM201
        session.run("init")
        kept.append(session)
    return len(kept)


def closed_later(graphs):
    kept = []
    for graph in graphs:
        kept.append(v1.Session(graph=graph))
    values = [session.run("x:0") for session in kept]
    for session in kept:
        session.close()
    return values


def temporary(graph):
    return v1.Session(graph=graph).run("x:0")  # want: TFM201
