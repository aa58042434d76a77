"""A method that makes a saver and restores with it runs the graph: the saver is told there."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Judge:
    def __init__(self, loss, session):
        self.loss, self.session = loss, session

    def take(self, checkpoint):
        tf.train.Saver().restore(self.session, checkpoint)  # want: TFM202

    def judge(self, checkpoint):
        self.take(checkpoint)
        return self.session.run(self.loss)


def all_of(judge: Judge, checkpoints):
    return {checkpoint: judge.judge(checkpoint) for checkpoint in checkpoints}
