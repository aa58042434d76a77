"""A file for every so many rows: each is closed before the next one is opened, the last one after the loop."""
import tensorflow as tf


def write(rows, root, per_shard):
    shard, writer = 0, None
    for number, row in enumerate(rows):
        if number % per_shard == 0:
            if writer is not None:
                writer.close()
            writer = tf.io.TFRecordWriter(f"{root}-{shard}")
            shard += 1
        writer.write(row)
    if writer is not None:
        writer.close()


def last_left_open(rows, root, per_shard):
    writer = None
    for number, row in enumerate(rows):
        if number % per_shard == 0:
            if writer is not None:
                writer.close()
            writer = tf.io.TFRecordWriter(f"{root}-{number}")  # want: TFM604
        writer.write(row)


def others_left_open(rows, root, per_shard):
    writer = None
    for number, row in enumerate(rows):
        if number % per_shard == 0:
            writer = tf.io.TFRecordWriter(f"{root}-{number}")  # want: TFM604
        writer.write(row)
    if writer is not None:
        writer.close()
