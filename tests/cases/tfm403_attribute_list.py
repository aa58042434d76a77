"""The list of devices is kept by an object; one method takes the first, the other all."""
import tensorflow as tf


class Machine:
    def __init__(self):
        self.cards = tf.config.list_physical_devices("GPU")

    def grow_first(self):
        if self.cards:
            tf.config.experimental.set_memory_growth(self.cards[0], True)  # want: TFM403

    def grow(self):
        for number in range(len(self.cards)):
            tf.config.experimental.set_memory_growth(self.cards[number], True)
