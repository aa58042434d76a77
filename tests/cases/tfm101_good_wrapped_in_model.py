"""A subclassed model is called to write a functional one down, on inputs that others make."""

import tensorflow as tf


class Network(tf.keras.Model):
    def __init__(self, features):
        super().__init__()
        self.features = features
        self.head = tf.keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(tf.concat([feature.encode(inputs) for feature in self.features], -1))

    def connected(self):
        inputs = {feature.name: feature.make_input() for feature in self.features}
        outputs = self.call(inputs)
        return tf.keras.Model(inputs=inputs, outputs=outputs)

    def scores(self, batch):
        return self.call(batch)  # want: TFM101


def size(features):
    return sum(weight.shape.num_elements() for weight in Network(features).connected().weights)


def largest(choices, limit):
    for features in choices:
        tf.keras.backend.clear_session()
        if size(features) < limit:
            return features
    return None


def score(network: Network, batches):
    return [network.scores(batch).numpy() for batch in batches]
