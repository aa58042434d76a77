"""An event file for each value, in one folder: to close it in time would not do."""
import tensorflow as tf


def log(values, folder):
    for step, value in enumerate(values):
        writer = tf.summary.create_file_writer(folder)  # want: TFM604
        with writer.as_default():
            tf.summary.scalar("value", value, step=step)


def log_runs(runs, folder):
    for number, run in enumerate(runs):
        with tf.summary.create_file_writer(f"{folder}/{number}").as_default():
            for step, value in enumerate(run):
                tf.summary.scalar("value", value, step=step)
