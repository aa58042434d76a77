import tensorflow as tf


class Input:
    def setup(self, signature):
        self._setup(signature)

    def _setup(self, signature):
        raise NotImplementedError


class Placeholders(Input):
    def _setup(self, signature):
        self.tensors = [tf.zeros(shape) for shape in signature]


class Pipeline(Input):
    def __init__(self, rows):
        self.rows = rows
        self.dataset = None

    def _setup(self, signature):
        if self.dataset is None:
            self.dataset = Pipeline.over(self.rows)

    @staticmethod
    def over(rows):
        data = tf.data.Dataset.from_generator(rows.read, tf.float32)
        return data
