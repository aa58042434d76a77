"""Traces that belong to a context of their round, and one that does not."""

import tensorflow as tf


def compile_programs(names, decode, folder):
    compiled = {}
    for name in names:
        with tf.summary.create_file_writer(f"{folder}/{name}").as_default():
            step = tf.function(decode, autograph=False).get_concrete_function()
            step()
            compiled[name] = step
    return compiled


def trace_on(devices, decode):
    for number in range(devices):
        with tf.device(f"/GPU:{number}"):
            step = tf.function(decode).get_concrete_function()
            step()


def under_one_writer(rounds, decode, folder):
    writer = tf.summary.create_file_writer(folder)
    for _ in range(rounds):
        with writer.as_default():
            step = tf.function(decode)  # want: TFM301
            step()
    writer.close()
