"""A session that its block closes at once anyhow, and one that is closed before slow work."""
import tensorflow as tf


def guarded(graph, feed):
    with tf.compat.v1.Session(graph=graph) as sess:
        if not feed:
            sess.close()  # want: TFM205
            return None
        output = sess.run("out:0", feed)
        sess.close()  # want: TFM205
        return output


def early(graph, feed, slow):
    with tf.compat.v1.Session(graph=graph) as sess:
        output = sess.run("out:0", feed)
        sess.close()
        return slow(output)


def in_loop(graph, feeds):
    with tf.compat.v1.Session(graph=graph) as sess:
        for feed in feeds:
            if not feed:
                sess.close()
                break
            print(sess.run("out:0", feed))
        print("done")


def in_finally(graph, fetch):
    with tf.compat.v1.Session(graph=graph) as sess:
        try:
            return sess.run(fetch)
        finally:
            sess.close()  # want: TFM205


def in_finally_before_more(graph, fetch, slow):
    with tf.compat.v1.Session(graph=graph) as sess:
        try:
            found = sess.run(fetch)
        finally:
            sess.close()
        return slow(found)
