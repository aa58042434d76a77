"""Loops whose graph cannot be finalized before them: a fetch or a loop around them adds to it."""

import tensorflow as tf


def cost(session, model, batches):
    total = 0.0
    for number in range(batches):
        total += session.run(model.cost, {model.rows: number})
    return total


def save(session, path, step):
    tf.train.Saver().save(session, path, step)  # want: TFM202


def train(session, model, rounds, path):
    for step in range(rounds):
        session.run(model.step)
        if step % 100 == 0:
            save(session, path, step)
            print(cost(session, model, 50))


def first_rows(rounds):
    rows = tf.placeholder(tf.float32, [None, 3])
    with tf.Session() as session:
        for number in range(rounds):
            print(session.run(rows[0], {rows: [[number] * 3]}))  # want: TFM202


def shown(session, rows, number):
    print(session.run(rows[0], {rows: [[number] * 3]}))  # want: TFM202


def shown_at_times(rounds):
    rows = tf.placeholder(tf.float32, [None, 3])
    total = tf.reduce_sum(rows)
    with tf.Session() as session:
        for number in range(rounds):
            print(session.run(total, {rows: [[number] * 3]}))
            if number % 10 == 0:
                shown(session, rows, number)


def plain(rounds):
    rows = tf.placeholder(tf.float32, [None, 3])
    total = tf.reduce_sum(rows)
    with tf.Session() as session:
        for number in range(rounds):  # want: TFM204
            print(session.run(total, {rows: [[number] * 3]}))


def adds_in_a_short_loop_around(train, rate, feeds):
    with tf.Session() as sess:
        for epoch in range(5):
            sess.run(tf.assign(rate, 0.1 / (epoch + 1)))  # want: TFM202
            for _ in range(1000):
                sess.run(train, feeds)
