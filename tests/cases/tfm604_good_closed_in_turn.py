"""Writers and files that a class closes one after another or by another name, and one writer for each run."""
import tensorflow as tf


class Boards:
    def __init__(self, folder):
        self.train = tf.summary.create_file_writer(folder + "/train")
        self.valid = tf.summary.create_file_writer(folder + "/valid")
        self.out = tf.io.TFRecordWriter(folder + "/rows")
        self.names = tf.io.gfile.GFile(folder + "/names", "w")

    def close(self):
        for board in [self.train, self.valid]:
            board.close()
        out, self.out = self.out, None
        if out is not None:
            out.close()
        if (names := self.names) is not None:
            names.close()


def one_for_each_run(runs, folder):
    for name, scores in runs.items():
        with tf.summary.create_file_writer(f"{folder}/{name}").as_default():
            for step, score in enumerate(scores):
                tf.summary.scalar("score", score, step=step)
