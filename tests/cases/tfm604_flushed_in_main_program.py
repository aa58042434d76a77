"""A FileWriter that is flushed in each round of what the program runs once loses nothing and ends with it."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

OPTIONS = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))


def log_tides(folder, heights):
    writer = tf.summary.FileWriter(folder)
    for hour, height in enumerate(heights):
        value = tf.Summary.Value(tag="height", simple_value=height)
        writer.add_summary(tf.Summary(value=[value]), hour)
        writer.flush()


def log_at_the_end(folder, heights):
    writer = tf.summary.FileWriter(folder)  # want: TFM604
    for hour, height in enumerate(heights):
        value = tf.Summary.Value(tag="height", simple_value=height)
        writer.add_summary(tf.Summary(value=[value]), hour)


def log_port(folder, heights):
    """Called for each port: the threads pile up, flushed or not."""
    writer = tf.summary.FileWriter(folder)  # want: TFM604
    for hour, height in enumerate(heights):
        value = tf.Summary.Value(tag="height", simple_value=height)
        writer.add_summary(tf.Summary(value=[value]), hour)
        writer.flush()


def log_for_others(folder, height):
    writer = tf.summary.FileWriter(folder)  # want: TFM604
    writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="height", simple_value=height)]))
    writer.flush()


def main(_):
    with tf.Session(config=OPTIONS) as session:
        heights = session.run(tf.linspace(0.0, 4.0, 12))
    log_tides("/tmp/tides", heights)
    log_at_the_end("/tmp/end", heights)
    for port in ("east", "south", "west", "north", "isle"):
        log_port(f"/tmp/{port}", heights)


if __name__ == "__main__":
    tf.app.run(main)
