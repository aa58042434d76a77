"""What ``tf.app.run()`` runs, ``main``, runs once, and so does what it calls."""
import tensorflow as tf

config = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))


def train(step, summary):
    writer = tf.summary.FileWriter("/tmp/once")
    with tf.Session(config=config) as session:
        for number in range(1000):
            _, value = session.run([step, summary])
            writer.add_summary(value, number)
            writer.flush()


def main(_):
    train(tf.no_op(), tf.summary.merge_all())


def main_of_each(step, summary):
    writer = tf.summary.FileWriter("/tmp/each")  # want: TFM604
    with tf.Session(config=config) as session:
        writer.add_summary(session.run(summary))
        writer.flush()


if __name__ == "__main__":
    tf.app.run()
