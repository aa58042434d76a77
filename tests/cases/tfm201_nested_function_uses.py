import tensorflow.compat.v1 as tf


def evaluate(graph, batches):
    sess = tf.Session(graph=graph)  # want: TFM201

    def loss_of(batch):
        return sess.run("loss:0", {"x:0": batch})

    return sum(loss_of(batch) for batch in batches)


def closure(graph):
    sess = tf.Session(graph=graph)

    def run(batch):
        return sess.run("loss:0", {"x:0": batch})

    return run
