"""A search whose helper logs each run to a folder of its own, and one that logs all to the same."""
import os

import tensorflow as tf


def run(folder, setting):
    with tf.summary.create_file_writer(folder).as_default():
        tf.summary.scalar("accuracy", setting * 0.1, step=1)


def attempt(root, number, setting):
    run(os.path.join(root, f"run-{number}"), setting)


def note(root, setting):
    with tf.summary.create_file_writer(os.path.join(root, "notes")).as_default():  # want: TFM604
        tf.summary.scalar("setting", setting, step=1)


def search(settings, root="logs"):
    number = 0
    for setting in settings:
        attempt(root, number, setting)
        note(root, setting)
        number += 1


def grid(root, rates, widths):
    for rate in rates:
        for width in widths:
            run(f"{root}/{rate}/{width}", rate * width)
