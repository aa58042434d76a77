"""Rates rows with whatever it is given; nothing here imports what rates."""


def rated(rater, rows):
    return [rater.rate(row) for row in rows]


def forget():
    import tensorflow as tf

    tf.keras.backend.clear_session()
