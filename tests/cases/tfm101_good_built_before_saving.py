"""A call whose result nothing reads is made to build the weights."""
import tensorflow as tf


class Reader(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.head = tf.keras.layers.Dense(3)

    def call(self, pages, training=None):
        return self.head(pages)

    def build_weights(self):
        _ = self(tf.zeros((1, 8)), training=False)

    def keep(self, path):
        self.build_weights()
        self.save_weights(path)

    def read(self, pages):
        marks = self(pages, training=False)  # want: TFM101
        return marks.numpy().argmax()


def train(books, path):
    reader = Reader()
    for number, pages in enumerate(books):
        print(reader.read(pages))
        reader.keep(f"{path}/{number}.h5")
