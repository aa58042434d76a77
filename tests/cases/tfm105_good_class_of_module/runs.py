"""Each round makes an object of a class of another module, which compiles its own new model."""
import tensorflow as tf

_KINDS = {"flat": tf.keras.layers.Dense, "wide": tf.keras.layers.EinsumDense}


def network(kind):
    return {"net": Net}[kind]


class Net(tf.keras.Model):
    def __init__(self, width):
        super().__init__()
        self.head = tf.keras.layers.Dense(width)

    def call(self, x):
        return self.head(x)


class Run:
    def __init__(self, kind, width):
        self.model = network(kind)(width)
        self.model.compile("adam", "mse")

    def score(self, x, y):
        return self.model.evaluate(x, y, verbose=0)
