"""In a graph the writer is an operation, and the session that runs it closes the file."""
import tensorflow as tf


def phase(folder, value):
    with tf.Graph().as_default():
        writer = tf.summary.create_file_writer(folder)
        with writer.as_default():
            note = tf.summary.scalar("value", value, step=0)
            with tf.compat.v1.Session() as session:
                session.run(writer.init())
                session.run([note, writer.flush()])


def phases(folder, values):
    for value in values:
        phase(folder, value)


def eager_phases(folder, values):
    for value in values:
        writer = tf.summary.create_file_writer(folder)  # want: TFM604
        with writer.as_default():
            tf.summary.scalar("value", value, step=0)


def old_phases(folder, values):
    for value in values:
        with tf.Graph().as_default() as graph:
            tf.constant(value)
            writer = tf.compat.v1.summary.FileWriter(folder, graph)  # want: TFM604
            writer.flush()
