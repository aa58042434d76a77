"""Operations whose names are those of methods of containers, beside a container."""

import tensorflow as tf

SEEN = []


class Attention(tf.keras.layers.Layer):
    def call(self, scores: tf.Tensor, mask: tf.Tensor):
        SEEN.append(mask)  # want: TFM306
        return tf.nn.softmax(tf.add(scores, mask))


@tf.function
def combined(x: tf.Tensor, y: tf.Tensor):
    return tf.math.add(tf.square(x), y)
