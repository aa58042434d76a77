import tensorflow as tf

tf1 = tf.compat.v1


def evaluate(graph, feed, session=None):
    own = session is None
    if own:
        session = tf1.Session(graph=graph)
    value = session.run("score:0", feed)
    if own:
        session.close()
    return value


def either(graph, config):
    if config:
        sess = tf1.Session(graph=graph, config=config)
    else:
        sess = tf1.Session(graph=graph)
    try:
        return sess.run("score:0")
    except tf.errors.OutOfRangeError:
        return None
    finally:
        if sess is not None:
            sess.close()


def with_later(graph):
    sess = tf1.Session(graph=graph)
    with sess:
        return sess.run("score:0")


def endless(graph, queue):
    sess = tf1.Session(graph=graph)
    while True:
        item = queue.get()
        if item is None:
            break
        queue.put(sess.run("score:0", item))
    sess.close()
