import keras

class Search:
    def __init__(self, widths):
        self.widths = widths

    def build(self, w):
        return keras.Sequential([keras.layers.Dense(w)])

    def one(self, w, x):
        m = self.build(w)  # want: TFM103
        return m.predict_on_batch(x)

    def all(self, x):
        return [self.one(w, x) for w in self.widths]
