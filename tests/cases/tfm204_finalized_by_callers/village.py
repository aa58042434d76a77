"""Whoever calls, or defines, the function with the loop may have finalized the graph before."""
from threading import Thread

import tensorflow.compat.v1 as tf
from mill import grind, grind_all, sieve

tf.disable_v2_behavior()


def built():
    grain = tf.placeholder(tf.float32, [None, 8])
    return tf.train.AdamOptimizer().minimize(tf.reduce_mean(tf.layers.dense(grain, 1)))


def harvest(sacks):
    with tf.Graph().as_default() as graph, tf.Session(graph=graph) as session:
        flour = built()
        session.run(tf.global_variables_initializer())
        graph.finalize()
        work(session, flour, sacks)


def work(session, flour, sacks):
    grind_all(session, flour, sacks)
    grind(session, flour, sacks[0])
    sieve(session, flour, sacks[0])


def market(sacks):
    with tf.Graph().as_default() as graph, tf.Session(graph=graph) as session:
        flour = built()
        session.run(tf.global_variables_initializer())
        sieve(session, flour, sacks[0])


def fed(source, put, step, rounds):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())

        def feed():
            while True:
                session.run(put, next(source))

        tf.get_default_graph().finalize()
        Thread(target=feed, daemon=True).start()

        def watch():
            while True:
                session.run(step)

        watcher = Thread(target=watch, daemon=True)
        watcher.start()
        for _ in range(rounds):
            session.run(step)


def fed_open(source, put, rounds):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())

        def feed():
            while True:  # want: TFM204
                session.run(put, next(source))

        Thread(target=feed, daemon=True).start()
