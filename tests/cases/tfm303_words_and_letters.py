"""Numbers for each word or letter of a text, without padding."""
import numpy as np
import tensorflow as tf


class Tagger:
    def __init__(self, net: tf.keras.Model, vocabulary, letters):
        self.net = net
        self.vocabulary, self.letters = vocabulary, letters

    @tf.function
    def scores(self, ids):
        return tf.nn.softmax(self.net(ids), axis=-1)

    def tag(self, sentence):
        ids = [self.vocabulary.get(word, 0) for word in sentence.split()]
        return self.scores(tf.constant([ids])).numpy()[0].argmax(-1)  # want: TFM303

    def spell(self, word):
        return self.scores(tf.constant([[self.letters[c] for c in word]])).numpy()  # want: TFM303

    def columns(self, row):
        return self.scores(tf.constant([[float(value) for value in row]])).numpy()

    def tag_padded(self, sentence, width=50):
        row = np.zeros((1, width), np.int32)
        ids = [self.vocabulary.get(word, 0) for word in sentence.split()][:width]
        row[0, : len(ids)] = ids
        return self.scores(tf.constant(row)).numpy()


def tag_file(net, vocabulary, letters, path):
    tagger = Tagger(net, vocabulary, letters)
    with open(path) as lines:
        for line in lines:
            yield tagger.tag(line), tagger.spell(line), tagger.columns(line), tagger.tag_padded(line)


def once(net, vocabulary, letters, text):
    return tagger_of(net, vocabulary, letters).scores(tf.constant([[letters[c] for c in text]]))


def tagger_of(net, vocabulary, letters):
    return Tagger(net, vocabulary, letters)
