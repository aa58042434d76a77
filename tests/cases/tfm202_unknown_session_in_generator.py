"""A generator that builds in the fetch itself, on a session of unknown origin."""
import tensorflow as tf


def flipped(runner, pictures):
    for picture in pictures:
        yield runner.run(tf.image.random_hue(picture, 0.1))  # want: TFM202


def describe(names):
    tf.logging.info("%d names", len(names))
