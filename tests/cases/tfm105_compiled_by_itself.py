"""A model that compiles itself while it is made is another one each time, also where it asks its base class."""
import keras


class Reader(keras.Model):
    def __init__(self, width, length):
        self.width = width
        words = keras.Input((length,))
        super().__init__()
        self.inner = keras.layers.Dense(width)
        self.first = self.call(words)
        self.prepare()

    def prepare(self):
        super().compile(optimizer="sgd", loss="mse")

    def call(self, words):
        return self.inner(words)


class Again(keras.Model):
    def prepare(self):
        super().compile(optimizer="sgd", loss="mse")  # want: TFM105

    def folds(self, splits):
        for words, marks in splits:
            self.prepare()
            self.fit(words, marks)


class Study:
    def run(self, widths, words, marks):
        for width in widths:
            self.one(width, words, marks)

    def one(self, width, words, marks):
        reader = self.make(width)  # want: TFM103
        reader.fit(words, marks)

    def make(self, width):
        return Reader(width, 8)
