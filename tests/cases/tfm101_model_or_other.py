"""Either a model or an object of the project is called, which traces what it does, or does not."""
import typing

import tensorflow as tf


class Extractor:
    def __init__(self, path):
        self.network = tf.keras.models.load_model(path)

    def __call__(self, images):
        return self.trace(images)

    @tf.function
    def trace(self, images):
        return self.network(images, training=False)


class Survey:
    def __init__(self, source: typing.Union[str, Extractor, tf.keras.Model]):
        self.source = Extractor(source) if isinstance(source, str) else source

    def run(self, slides):
        return [self.source(slide).numpy() for slide in slides]


class Plain:
    def __init__(self, path):
        self.network = tf.keras.models.load_model(path)

    def __call__(self, images):
        return self.network(images, training=False)  # want: TFM101


class Count:
    def __init__(self, source: typing.Union[Plain, tf.keras.Model]):
        self.source = source

    def run(self, slides):
        return [self.source(slide).numpy() for slide in slides]  # want: TFM101
