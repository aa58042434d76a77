"""Single random numbers of numpy are Python numbers; arrays and what a generator draws of integers are not."""
import random

import numpy as np
import tensorflow as tf


@tf.function
def shifted(image, left, top):
    return tf.roll(tf.roll(image, left, 0), top, 1)


def jitter(images):
    for image in images:
        left, sigma = random.randrange(64), np.random.uniform(0.0, 2.0)
        top = np.random.randint(64)
        yield shifted(image, left, 0).numpy()  # want: TFM302
        yield shifted(image, 0, top).numpy()  # want: TFM302
        yield shifted(image * tf.constant(sigma), np.random.randint(64), 0).numpy()  # want: TFM302


def jitter_by_arrays(images, rng: np.random.Generator):
    for image in images:
        yield shifted(image, rng.integers(64), np.random.randint(0, 64, 1)[0]).numpy()
