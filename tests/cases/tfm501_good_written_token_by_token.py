"""Text that grows by the token that the model is given next; predictions pile up."""
import tensorflow as tf


class Writer:
    def __init__(self, vocabulary):
        layers = [tf.keras.layers.Embedding(vocabulary, 8), tf.keras.layers.Dense(vocabulary)]
        self.net = tf.keras.Sequential(layers)

    def write(self, start, length):
        last = text = tf.constant([[start]])
        for _ in range(length):
            logits = self.net(last, training=False)  # want: TFM101
            token = tf.random.categorical(logits[:, -1, :], 1, dtype=tf.int32)
            text = tf.concat([text, token], axis=-1)
            last = token
        return text.numpy()

    def write_again(self, start, length):
        text = tf.constant([[start]])
        for _ in range(length):
            logits = self.net.call(text, training=False)  # want: TFM101
            text = tf.concat([text, tf.argmax(logits[:, -1:], axis=-1, output_type=tf.int32)], axis=-1)
        return text.numpy()

    def read(self, pages):
        marks = tf.zeros([0, 8])
        for page in pages:
            found = self.net(page, training=False)  # want: TFM101
            marks = tf.concat([marks, found], axis=0)  # want: TFM501
        return marks.numpy()
