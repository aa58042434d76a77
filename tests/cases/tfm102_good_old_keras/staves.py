"""A layer of Keras 2.3 or older: later there is no such module."""
from keras.engine.topology import Layer


class Stave(Layer):
    def call(self, inputs):
        return inputs[:, :, ::5]
