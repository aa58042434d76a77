"""Host functions wrapped in helpers, methods and comprehensions."""
import numpy as np
import tensorflow as tf


def augment(image, angle):
    return tf.py_function(lambda i: np.rot90(i.numpy(), angle), [image], tf.float32)  # want: TFM308


def augment_all(images):
    return [augment(image, k % 4).numpy() for k, image in enumerate(images)]


class Player:
    def act(self, state):
        return tf.numpy_function(self._act, [state], tf.int64)  # want: TFM308

    def _act(self, state):
        return np.argmax(state)

    def play(self, env, steps):
        state = env.reset()
        for _ in range(steps):
            state = env.step(int(self.act(state)))
