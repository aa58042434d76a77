"""Pipelines per round behind a method, a dataset on self that wraps itself, and closures."""

import tensorflow as tf


class Trainer:
    def __init__(self, paths):
        self.data = tf.data.TFRecordDataset(paths)

    def parsed(self, threshold):
        return self.data.filter(lambda record: tf.strings.length(record) > threshold)  # want: TFM601

    def train(self, step, epochs):
        for epoch in range(epochs):
            self.data = self.data.shuffle(100)  # want: TFM601
            for record in self.data:
                step(record)
            for record in self.parsed(epoch):
                step(record)


def answers(model, questions, encode):
    """A pipeline for each question, over a Python generator."""
    for question in questions:
        data = tf.data.Dataset.from_generator(  # want: TFM601
            lambda: iter(encode(question)), output_types=tf.float32
        )
        yield model(next(iter(data)))


def v1_epochs(features, steps, epochs):
    with tf.compat.v1.Session() as sess:
        for _ in range(epochs):
            data = tf.data.Dataset.from_tensor_slices(features).batch(8)  # want: TFM601
            batch = tf.compat.v1.data.make_one_shot_iterator(data).get_next()
            for _ in range(steps):
                sess.run(batch)


def predictions(net: tf.keras.Model, chunks):
    return [
        net.predict(
            tf.data.Dataset.from_tensor_slices(chunk).map(lambda v: v / 255.0).batch(8)  # want: TFM601
        )
        for chunk in chunks
    ]
