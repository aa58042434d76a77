"""Arrays on objects, and arrays that are made while TensorFlow traces."""

import numpy as np
import tensorflow as tf

WIDTH = 2048


class Projector(tf.Module):
    def __init__(self, seed: int):
        super().__init__()
        self.basis = None
        generator = np.random.default_rng(seed)
        self.basis = generator.standard_normal((WIDTH, WIDTH), dtype=np.float32)

    @tf.function
    def project(self, x):
        return x @ self.basis  # want: TFM605

    @tf.function
    def masked(self, x):
        mask = tf.constant(np.tri(WIDTH))
        noise = tf.convert_to_tensor(np.random.rand(WIDTH, WIDTH) * 0.1, tf.float32)  # want: TFM605
        return x * noise * tf.cast(mask, tf.float32)
