"""In a graph a summary writer is a resource of the session that runs its operations."""

import tensorflow as tf


class Summaries(tf.compat.v1.train.SessionRunHook):
    def __init__(self, folders, scalars):
        self.folders = folders
        self.scalars = scalars
        self.starting = []
        self.writing = []

    def begin(self):
        step = tf.compat.v1.train.get_global_step()
        for folder in self.folders:
            writer = tf.summary.create_file_writer(folder)
            with writer.as_default():
                for name, value in self.scalars.items():
                    self.writing.append(tf.summary.scalar(name, value, step=step))
            self.starting.append(writer.init())

    def after_create_session(self, session, coord):
        session.run(self.starting)


def eager(folders, losses):
    for folder in folders:
        writer = tf.summary.create_file_writer(folder)  # want: TFM604
        writer.init()
        with writer.as_default():
            tf.summary.scalar("loss", losses[folder], step=0)
