"""Each round puts new values under the same names: nothing piles up."""
import tensorflow as tf


class Averages:
    def __init__(self, decay):
        self.decay, self.values = decay, {}

    def update(self, variables):
        for variable in variables:
            before = self.values.get(variable.name, variable.read_value())
            self.values[variable.name] = self.decay * before + (1 - self.decay) * variable


def train(net: tf.keras.Model, step, batches: tf.data.Dataset):
    averages = Averages(0.99)
    for x, y in batches:
        step(x, y)
        averages.update(net.trainable_variables)
    return averages.values
