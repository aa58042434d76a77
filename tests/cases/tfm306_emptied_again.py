"""What a call puts in a list of its object, and takes out before it returns, does not outlive the trace."""
import tensorflow as tf


class Weave(tf.keras.layers.Layer):
    def __init__(self, strands):
        super().__init__()
        self.strands = [tf.keras.layers.Dense(8) for _ in range(strands)]
        self.laid = []

    def call(self, inputs):
        self.laid.append(inputs)
        for strand in self.strands:
            self.laid.append(strand(tf.concat(self.laid, axis=-1)))
        woven = tf.concat(self.laid, axis=-1)
        self.laid.clear()
        return woven


class Frayed(tf.keras.layers.Layer):
    def __init__(self, strands):
        super().__init__()
        self.strands = [tf.keras.layers.Dense(8) for _ in range(strands)]
        self.laid = []

    def call(self, inputs, training=False):
        self.laid.append(inputs)  # want: TFM306
        for strand in self.strands:
            inputs = strand(inputs)
        if not training:
            return inputs
        self.laid.clear()
        return inputs
