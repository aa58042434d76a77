"""A function that makes a graph of its own and hands out operations of it adds to no other graph."""
import tensorflow as tf

config = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))


def mill(width):
    graph = tf.Graph()
    with graph.as_default():
        grain = tf.placeholder(tf.float32, [None, width])
        flour = grain * 2.0
        saver = tf.train.Saver([tf.get_variable("stone", [width])])
        return graph, grain, flour, saver


def bakery(width):
    graph = tf.get_default_graph()
    with graph.as_default():
        dough = tf.placeholder(tf.float32, [None, width])
        return graph, dough, dough * 0.5


def grind(sacks):
    for path, rows in sacks:
        graph, grain, flour, saver = mill(len(rows[0]))
        with tf.Session(graph=graph, config=config) as session:
            saver.restore(session, path)
            print(session.run(flour, {grain: rows}))


def bake(sacks):
    for rows in sacks:
        graph, dough, bread = bakery(len(rows[0]))  # want: TFM203
        with tf.Session(graph=graph, config=config) as session:
            print(session.run(bread, {dough: rows}))
