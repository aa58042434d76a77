import contextlib
import functools
import tensorflow.compat.v1 as tf

@contextlib.contextmanager
def session():
    s = tf.Session()
    try:
        yield s
    finally:
        s.close()

def run(x):
    with session() as s:
        return s.run(x)


def bound(graph, fetches):
    """Whoever holds the method holds the session."""
    opened = tf.Session(graph=graph)
    return functools.partial(opened.run, fetches)


def callable_of(graph, fetches):
    opened = tf.Session(graph=graph)
    score = opened.make_callable(fetches)
    return lambda: score()
