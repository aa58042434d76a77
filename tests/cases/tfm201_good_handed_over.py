"""Sessions that another object or a variable of the module goes on with."""

import tensorflow as tf
from keras.backend.tensorflow_backend import set_session

_session = None
_loaded = None


class Trainer:
    """Trains in a session that it is given, and leaves it at the end of a ``with``."""

    def __init__(self, folder, session=None):
        self.folder = folder
        self.session = session or tf.compat.v1.Session()

    def __enter__(self):
        self.session.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        self.session.__exit__(kind, error, trace)


def fitted(folder, network, rounds):
    session = tf.compat.v1.Session()
    with Trainer(folder, session=session) as trainer:
        for _ in range(rounds):
            network.step(trainer)


def scores(path, rows):
    global _session, _loaded
    if _session and _loaded == path:
        session = _session
    else:
        session = tf.compat.v1.Session(graph=tf.Graph())
        tf.compat.v1.saved_model.loader.load(session, ["serve"], path)
        _session, _loaded = session, path
    return session.run("scores:0", {"rows:0": rows})


def scores_of(path, rows):
    global _session
    session = tf.compat.v1.Session(graph=tf.Graph())
    tf.compat.v1.saved_model.loader.load(session, ["serve"], path)
    _session = session
    return session.run("scores:0", {"rows:0": rows})


def forgotten(path, rows):
    session = tf.compat.v1.Session(graph=tf.Graph())  # want: TFM201
    tf.compat.v1.saved_model.loader.load(session, ["serve"], path)
    return session.run("scores:0", {"rows:0": rows})


def shared_with_keras(options):
    session = tf.compat.v1.Session(config=options)
    set_session(session)
