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


class Detokenizer:
    def stream(self, lines):
        for line in lines:
            print(self.join(line.strip().split()))

    def join(self, tokens):
        if isinstance(tokens, tf.RaggedTensor):
            return self._join_tensor(tokens)
        elif tf.is_tensor(tokens):
            return self._join_tensor(tokens)
        return " ".join(tokens)

    def _join_tensor(self, tokens):
        def glue(value):
            return tf.constant(" ".join(value.numpy()))

        return tf.py_function(glue, [tokens], tf.string)
