"""Lengths drawn at random: in the loop, in the call, in a function; and those that are drawn once or are few."""

import random

import numpy as np
import tensorflow as tf

layer = tf.keras.layers.GRU(4)


@tf.function
def encode(song):
    return layer(song)


@tf.function
def compare(song, other):
    return tf.reduce_mean(layer(song)) - tf.reduce_mean(layer(other))


@tf.function
def transpose(song, by):
    return song + by


def some_song():
    beats = random.randint(16, 900)
    return tf.constant(np.random.rand(1, beats, 12).astype("float32"))


def two_songs():
    beats = 4 * random.randrange(2, 64)
    first = np.random.normal(size=(1, beats, 12))
    return first.astype("float32"), np.zeros((1, 64, 12), "float32")


def short_song(beats=np.random.randint(2, 90)):
    return tf.random.normal((1, beats, 12))


def practise():
    for _ in range(5000):
        beats = np.random.randint(16, 900)
        notes = np.random.normal(0.0, 1.0, (1, beats, 12)).astype("float32")
        encode(tf.convert_to_tensor(notes))  # want: TFM303
        encode(tf.zeros((1, np.random.randint(1, 50), 12)))  # want: TFM303
        encode(some_song())  # want: TFM303
        song, other = two_songs()
        compare(song, other)  # want: TFM303
        encode(tf.constant(other))


def rehearse():
    beats = np.random.randint(16, 900)
    for _ in range(5000):
        encode(tf.random.normal((1, beats, 12)))
        encode(short_song())
        bars = random.randint(1, 4)
        encode(tf.zeros((1, bars, 12)))
        transpose(other_notes, random.randint(0, 6))
        transpose(other_notes, random.randint(0, 600))  # want: TFM302
        encode(tf.constant(np.random.randint(0, 128, (1, 64, 12)), tf.float32))


other_notes = tf.zeros((1, 64, 12))
practise()
rehearse()
