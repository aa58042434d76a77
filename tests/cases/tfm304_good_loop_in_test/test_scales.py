"""Each factor is tried on a scale of its own."""

import numpy as np
import tensorflow as tf

from scales import Scale


def test_factors():
    for factor in np.linspace(0.5, 2.0, 16):
        scale = Scale(factor)
        assert scale.weigh(tf.ones((3,))) == 3 * factor
