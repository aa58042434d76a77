"""Left in, and put there on purpose."""
import sys

import tensorflow as tf  # want: TFM401


def left_in(net: tf.keras.Model):
    net.compile(
        "adam",
        loss="mse",
        run_eagerly=True,  # want: TFM206
    )
    return net


def on_purpose(net: tf.keras.Model, debug: bool):
    net.compile("adam", "mse", run_eagerly=debug)
    if debug:
        tf.config.run_functions_eagerly(True)
    return net


def restored(trace, x):
    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    try:
        return trace(x)
    finally:
        tf.config.run_functions_eagerly(before)


def other(job):
    job.compile(run_eagerly=True)


if __name__ == "__main__":
    tf.config.run_functions_eagerly(True)  # want: TFM206
    print(left_in(tf.keras.models.load_model(sys.argv[1])))
