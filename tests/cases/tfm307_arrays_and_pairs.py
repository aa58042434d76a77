"""Loops over arrays that are short or long, alone, counted and in pairs."""
import numpy as np
import tensorflow as tf

TAPS = np.array([0.25, 0.5, 0.25])
RADII = np.linspace(0.1, 4.0)


@tf.function
def short(x):
    for tap in TAPS:
        x = x * tap
    for angle in np.linspace(0.0, np.pi, num=8):
        x = x + tf.cast(tf.cos(angle), x.dtype)
    for radius in RADII:
        x = x / radius
    for k, tap in enumerate(np.hanning(5)):
        x += tap * tf.roll(x, k, 0)
    for row in np.zeros((3, 1000)):
        x += row
    for k in np.arange(10, 40, 2):
        x = tf.roll(x, k, 0)
    for k, tap in zip(range(3), np.hanning(200)):
        x += tap * tf.roll(x, k, 0)
    return x


@tf.function
def long(x):
    for k in np.arange(0, 500):  # want: TFM307
        x = tf.roll(x, k, 0)
    for row in np.zeros((512, 3)):  # want: TFM307
        x += row
    for k, tap in zip(range(200), np.hanning(200)):  # want: TFM307
        x += tap * tf.roll(x, k, 0)
    for k, (tap, angle) in enumerate(zip(np.hanning(96), np.linspace(0.0, 1.0, 96))):  # want: TFM307
        x += tap * angle * tf.roll(x, k, 0)
    return x


@tf.function
def given(x, counts=np.ones(128)):
    for count in counts:  # a tensor here
        x = x * count
    return x


def scale(x):
    return given(x, np.ones(256))


@tf.function
def by_cell(cell, state, inputs):
    for t in range(500):  # want: TFM307
        out, state = cell(inputs[t], state)
    return out, state


@tf.function
def numbers(x):
    a, b = 0, 1
    for _ in range(200):
        a, b = b, a + b
    return x * float(a % 7)
