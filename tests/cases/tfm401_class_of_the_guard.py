"""What a class does counts where the main guard leads to the class."""

import tensorflow as tf  # want: TFM401


class Job:
    def __init__(self, rows):
        self.net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        self.rows = rows

    def run(self):
        self.net.compile("adam", "mse")
        self.net.fit(self.rows, self.rows)


def start():
    Job(tf.ones((64, 1))).run()


if __name__ == "__main__":
    start()
