"""A row is begun with what is known, gets the loss of the round, and joins the log."""
import tensorflow as tf


@tf.function
def loss_of(weights, x, y):
    return tf.reduce_mean(tf.square(tf.linalg.matvec(x, weights) - y))


def with_losses(weights, batches):
    log = []
    for number, (x, y) in enumerate(batches):
        row = {"number": number}
        row["loss"] = loss_of(weights, x, y)
        log.append(row)  # want: TFM501
    return log


def with_numbers(weights, batches):
    log = []
    for number, (x, y) in enumerate(batches):
        row = {"number": number}
        row["loss"] = loss_of(weights, x, y)
        row["loss"] = float(row["loss"])
        log.append(row)
    return log


def in_columns(weights, batches):
    log = []
    for x, y in batches:
        row = [len(x)]
        row.append(loss_of(weights, x, y))
        log.append(tuple(row))
        row = [len(y)]
        row.append(float(loss_of(weights, x, y)))
        log.append(row)
    return log
