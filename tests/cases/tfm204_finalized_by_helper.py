"""A helper that is called before the loop may have finalized the graph; one that is called after has not."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def seal(session):
    session.graph.finalize()


def well(graph):
    session = tf.Session(graph=graph)
    graph.finalize()
    return session


def bucket():
    water = tf.placeholder(tf.float32, [None, 4])
    return tf.train.AdamOptimizer().minimize(tf.reduce_mean(tf.layers.dense(water, 1)))


def draw(count):
    lift = bucket()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        seal(session)
        for _ in range(count):
            session.run(lift)


def draw_from(graph, lift, count):
    with well(graph) as session:
        while count > 0:
            count -= session.run(lift)


def draw_first(count):
    lift = bucket()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(count):  # want: TFM204
            session.run(lift)
        seal(session)


class Ledger:
    def finalize(self):
        print("all buckets are counted")


def draw_and_count(count):
    """What is finalized is no graph."""
    ledger = Ledger()
    ledger.finalize()
    lift = bucket()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(count):  # want: TFM204
            session.run(lift)
