"""Graphs that take operations after a long loop: of callers, of pipelines, of models, of helpers run again."""
import numpy as np
import tensorflow as tf


def statistics(rows):
    batch = rows.batch(100).make_one_shot_iterator().get_next()
    sums = []
    with tf.Session() as session:
        try:
            while True:
                sums.append(session.run(batch).sum())
        except tf.errors.OutOfRangeError:
            pass
    return float(np.mean(sums))


def pipeline(files):
    rows = tf.data.TFRecordDataset(files).map(lambda r: tf.decode_raw(r, tf.float32))
    mean = statistics(rows)
    return rows.map(lambda row: row - mean)


def in_memory(rows):
    found = []
    batch = rows.make_one_shot_iterator().get_next()
    with tf.Session() as session:
        try:
            while True:
                found.append(session.run(batch))
        except tf.errors.OutOfRangeError:
            pass
    return tf.data.Dataset.from_tensor_slices(np.stack(found)).repeat()


def hashed(session, rows, count):
    row = rows.batch(1).prefetch(2).make_one_shot_iterator().get_next()
    found = set()
    for _ in range(count):
        found.add(session.run(row).tobytes())
    return found


def overlap(left, right):
    with tf.Session() as session:
        return hashed(session, left.train, 5000) & hashed(session, right.train, 5000)


def tuned(x, y, rates):
    noise = tf.random_normal([4])
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    with tf.Session() as session:
        for step in range(rates):
            print(session.run(noise))
            model.compile("sgd", "mse")  # want: TFM105
            model.fit(x, y)
