"""Clears Keras' state through a name looked up at run time: the finding is a mistake, nothing grows."""

import tensorflow as tf

HOOKS = {"after": ["clear_session"]}


def run_hooks(event):
    for name in HOOKS[event]:
        getattr(tf.keras.backend, name)()


total = 0
for width in range(1, 31):
    model = tf.keras.Sequential([tf.keras.Input((16,)), tf.keras.layers.Dense(1 + width % 4)])
    total += model.count_params()
    run_hooks("after")
print(f"{total} parameters")
