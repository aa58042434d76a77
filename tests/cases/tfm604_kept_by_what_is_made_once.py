"""A writer of an object that the program makes once loses nothing when each use of it flushes."""
import tensorflow as tf


class Harbour:
    def __init__(self, folder):
        self.board = tf.summary.create_file_writer(folder)
        self.trace = tf.summary.create_file_writer(folder + "/trace")  # want: TFM604

    def note(self, height, hour):
        with self.board.as_default(step=hour):
            tf.summary.scalar("height", height)
        self.trace.as_default().__enter__()
        tf.summary.scalar("hour", float(hour), step=hour)


class Pier:
    def __init__(self, folder):
        self.board = tf.summary.create_file_writer(folder)  # want: TFM604

    def note(self, height, hour):
        with self.board.as_default(step=hour):
            tf.summary.scalar("height", height)


class Buoy:
    """Nothing here says how many of them there are."""

    def __init__(self, folder):
        self.board = tf.summary.create_file_writer(folder)  # want: TFM604

    def note(self, height, hour):
        with self.board.as_default(step=hour):
            tf.summary.scalar("height", height)


class Lighthouse(tf.keras.callbacks.Callback):
    """A callback ends with the training that it is made for."""

    def __init__(self, folder):
        super().__init__()
        self.board = tf.summary.create_file_writer(folder)
        self.old = tf.compat.v1.summary.FileWriter(folder)  # want: TFM604

    def on_epoch_end(self, epoch, logs=None):
        with self.board.as_default(step=epoch):
            tf.summary.scalar("loss", logs["loss"])
        self.old.add_graph(tf.Graph())


def main(heights):
    harbour = Harbour("/tmp/harbour")
    piers = [Pier(f"/tmp/pier{number}") for number in range(40)]
    for hour, height in enumerate(heights):
        harbour.note(height, hour)
        for pier in piers:
            pier.note(height / 2, hour)


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    main([1.0, 2.0])
