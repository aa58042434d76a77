"""Each definition is imported into a graph that is made for it and goes with the round."""

import tensorflow as tf


def imported(definition):
    with tf.compat.v1.Session(graph=tf.Graph()) as session:
        tf.import_graph_def(definition, name="")
        return session.graph


def operations(definitions):
    counts = {}
    for name, definition in definitions.items():
        counts[name] = len(imported(definition).get_operations())
    return counts


def into_one_graph(paths):
    for path in paths:
        with tf.compat.v1.Session() as session:
            restored = tf.compat.v1.train.import_meta_graph(path)  # want: TFM104
            restored.restore(session, path[:-5])
