"""A custom training loop that hands its step number to a tf.function as a Python number."""

import tensorflow as tf

weights = tf.Variable(tf.ones([32, 1]))


@tf.function
def train_step(batch, step):
    rate = 0.1 / (1.0 + step)
    weights.assign_sub(rate * tf.reduce_mean(batch, axis=0)[:, None])
    return tf.reduce_sum(weights)


batch = tf.ones([8, 32])
loss = tf.constant(0.0)
for step in range(40):
    loss = train_step(batch, step)
print(f"loss {float(loss):.3f}")
