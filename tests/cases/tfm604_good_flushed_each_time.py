"""What is written under ``with writer.as_default()`` is on the disk when the block ends."""
import tensorflow as tf


def note(board, name, value, step):
    if not board:
        return
    with board.as_default():
        tf.summary.scalar(name, value, step=step)
    board.flush()


def train(net, batches, folder):
    board = tf.summary.create_file_writer(folder)
    losses = tf.summary.create_file_writer(folder + "/losses")
    for step, (x, y) in enumerate(batches):
        loss = net.train_on_batch(x, y)
        with losses.as_default(step=step):
            tf.summary.scalar("loss", loss)
        if step % 100 == 0:
            note(board, "rate", net.optimizer.learning_rate, step)


def unflushed(values, folder):
    board = tf.summary.create_file_writer(folder)  # want: TFM604
    board.as_default().__enter__()
    for step, value in enumerate(values):
        tf.summary.scalar("value", value, step=step)


def each_time(folder, value):
    board = tf.summary.create_file_writer(folder)  # want: TFM604
    with board.as_default():
        tf.summary.scalar("value", value, step=0)


def sweep(values):
    for value in values:
        each_time("runs", value)
