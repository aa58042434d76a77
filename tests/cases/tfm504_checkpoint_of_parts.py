"""The variables of a checkpoint that is written after the loop: the graph holds as many as the table."""
import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def convert(table, path):
    def make(array, name, session):
        kept = tf.get_variable(name, array.shape, initializer=tf.zeros_initializer())
        session.run(tf.variables_initializer([kept]))
        return kept

    with tf.Session() as session:
        for name in table:
            array = np.asarray(table[name])
            kept = make(array, name.replace(".", "/"), session)
            session.run(tf.assign(kept, array))
            print(name, np.allclose(session.run(kept), array))
        tf.train.Saver(tf.trainable_variables()).save(session, path)


def rename(arrays, path):
    with tf.Session() as session:
        for name, array in arrays.items():
            kept = tf.Variable(array, name=f"renamed/{name}")
            session.run(kept.initializer)
        saver = tf.train.Saver()
        saver.save(session, path)


def count(steps, path):
    with tf.Session() as session:
        for step in range(steps):
            kept = tf.Variable(float(step), name=f"step{step}")  # want: TFM504
            session.run(kept.initializer)
        tf.train.Saver().save(session, path)


def measure(batches, path):
    with tf.Session() as session:
        for batch in batches:
            total = tf.Variable(0.0, name="total")  # want: TFM504
            session.run(total.initializer)
            total.load(float(np.sum(batch)), session)
        tf.train.Saver().save(session, path)
