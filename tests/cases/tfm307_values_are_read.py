"""A loop that reads the values of tensors runs eagerly, whoever calls it: a trace has none to read."""

import tensorflow as tf

LENGTH = 200


class Reader(tf.keras.Model):
    def __init__(self, layout):
        super().__init__()
        self.layout = layout
        self.dense = tf.keras.layers.Dense(8)

    def hidden(self, order: tf.Tensor):
        mask = tf.ones((LENGTH, LENGTH))
        for place in range(LENGTH):
            later = order[place + 1 :].numpy().tolist()
            mask = tf.tensor_scatter_nd_update(mask, [[place, other] for other in later], tf.zeros(len(later)))
        return mask

    def shifted(self, x):
        for place in range(LENGTH):  # want: TFM307
            x = tf.roll(x, self.layout.numpy()[place], axis=1) + self.dense(x)
        return x

    def call(self, x):
        return self.hidden(x[0]) @ self.shifted(x)
