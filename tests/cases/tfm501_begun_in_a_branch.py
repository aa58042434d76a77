"""All answers in one tensor, which the first batch begins: in a branch, by number, and on an object."""
import tensorflow as tf


@tf.function
def answers(batch):
    return tf.nn.softmax(batch)


def by_none(batches):
    table = None
    for batch in batches:
        rows = answers(batch)
        if table is None:
            table = rows
        else:
            table = tf.concat([table, rows], axis=0)  # want: TFM501
    return table


def by_number(batches):
    for number, batch in enumerate(batches):
        if number == 0:
            table = answers(batch)
        else:
            table = tf.concat((table, answers(batch)), axis=0)  # want: TFM501
    return table


class Table:
    def __init__(self):
        self.rows = None

    def fill(self, batches):
        for batch in batches:
            if self.rows is None:
                self.rows = answers(batch)
            else:
                self.rows = tf.concat([self.rows, answers(batch)], axis=0)  # want: TFM501


def with_the_last(batches):
    for number, batch in enumerate(batches):
        pair = answers(batch)
        if number % 2:
            pair = tf.concat([pair, answers(batch)], axis=0)
        print(float(tf.reduce_sum(pair)))
