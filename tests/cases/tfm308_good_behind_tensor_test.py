"""A wrapper for tensors in a function that takes text as well, of which a loop passes lines."""

import tensorflow as tf


class Tokenizer:
    def stream(self, lines):
        for line in lines:
            print(self.tokenize(line.strip()))

    def tokenize(self, text):
        if tf.is_tensor(text):
            return self._tokenize_tensor(text)
        return text.split()

    def _tokenize_tensor(self, text):
        def split(value):
            return tf.constant(value.numpy().split())

        return tf.py_function(split, [text], tf.string)
