import tensorflow.compat.v1 as tf


def open_it(path):
    graph = tf.Graph()
    session = tf.Session(graph=graph)
    with graph.as_default():
        tf.train.Saver().restore(session, path)
    return session, graph


def scores(paths, feed):
    values = []
    for path in paths:
        sess, graph = open_it(path)  # want: TFM201
        values.append(sess.run("score:0", feed))
    return values


def shut(session):
    session.close()


def fine(paths, feed):
    for path in paths:
        sess, _ = open_it(path)
        yield sess.run("score:0", feed)
        shut(sess)


def skipped(paths, feed):
    for path in paths:
        sess = tf.Session()  # want: TFM201
        if not path:
            continue
        print(sess.run("score:0", feed))
        sess.close()
