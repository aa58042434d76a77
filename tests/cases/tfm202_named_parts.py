"""As many operations as a network has layers, or a table that is written down has entries."""

import tensorflow.compat.v1 as tf


def likeness(definition, chosen, pictures, other):
    graph = tf.Graph()
    with tf.Session(graph=graph) as session:
        tf.import_graph_def(definition, name="net")
        pixels = graph.get_tensor_by_name("net/pixels:0")
        total = 0.0
        for name in chosen:
            layer = graph.get_tensor_by_name(f"net/{name}:0")
            flat = tf.reshape(layer, [-1, 1])
            seen = session.run(flat, feed_dict={pixels: other})
            product = tf.matmul(seen.T, flat)
            total += tf.reduce_mean(product)
        return session.run(total, feed_dict={pixels: pictures})


def steepest(definition, chosen, pictures):
    graph = tf.Graph()
    with tf.Session(graph=graph) as session:
        tf.import_graph_def(definition, name="net")
        pixels = graph.get_tensor_by_name("net/pixels:0")
        for name in chosen:
            layer = graph.get_tensor_by_name(f"net/{name}:0")
            slopes = tf.gradients(tf.reduce_max(layer, 1), pixels)  # want: TFM202
            print(session.run(slopes, feed_dict={pixels: pictures}))


def by_entry(scores, weigh):
    weights = [0.5, 0.25, 0.25]
    found = weigh(scores, weights)
    with tf.Session() as session:
        for place in range(len(weights)):
            print(session.run(tf.reduce_sum(scores[:, place] * weights[place])), session.run(found))


def by_row(scores, rows):
    with tf.Session() as session:
        for place in range(len(rows)):
            print(session.run(tf.reduce_sum(scores[:, place])))  # want: TFM202
