"""A cache keyed by something that never comes again: no rule about TensorFlow knows it."""

import numpy as np
import tensorflow as tf

CACHE = {}


def features(step):
    key = f"{step}:{np.float32(step)}"
    if key not in CACHE:
        CACHE[key] = np.zeros((256, 256), "float32") + step
    return CACHE[key]


@tf.function
def score(values):
    return tf.reduce_mean(values)


total = 0.0
for step in range(40):
    total += float(score(tf.convert_to_tensor(features(step))))
print(f"total {total:.1f}")
