"""Writers in the rows that a loop goes over are flushed where the loop flushes what it draws."""
import tensorflow as tf

if tf.__version__.startswith("1."):
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True


def sail(session, summary, routes, trials):
    board = tf.summary.FileWriter("/tmp/routes")
    trial = tf.summary.FileWriter("/tmp/trials")
    for step in range(1000):
        if step % 50 == 0:
            for route, writer in [(routes, board), (trials, trial)]:
                writer.add_summary(session.run(summary, {"route:0": route}), step)
                writer.flush()


def drift(session, summary, routes, trials):
    board = tf.summary.FileWriter("/tmp/a")  # want: TFM604
    trial = tf.summary.FileWriter("/tmp/b")  # want: TFM604
    for step in range(1000):
        for route, writer in [(routes, board), (trials, trial)]:
            writer.add_summary(session.run(summary, {"route:0": route}), step)


class Voyage:
    def __init__(self, saver):
        self.writer = tf.summary.FileWriter("/tmp/voyage")
        self.supervisor = tf.train.Supervisor(logdir="/tmp/voyage", saver=saver, summary_writer=self.writer)


if __name__ == "__main__":
    with tf.Session(config=config) as opened:
        sail(opened, tf.summary.merge_all(), [0.0], [1.0])
        drift(opened, tf.summary.merge_all(), [0.0], [1.0])
        Voyage(tf.train.Saver())
