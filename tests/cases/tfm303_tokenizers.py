"""Texts as tokens: as many as the text has, and padded."""
import tensorflow as tf
from tensorflow.keras.preprocessing.text import Tokenizer
from transformers import BertTokenizerFast


@tf.function
def pooled(ids):
    return tf.reduce_mean(tf.one_hot(ids, 1000), axis=0)


def bert(sentences):
    tokenizer = BertTokenizerFast.from_pretrained("bert-base-cased")
    for sentence in sentences:
        ids = tokenizer.encode(sentence, truncation=True)
        yield pooled(tf.constant(ids)).numpy()  # want: TFM303
        fixed = tokenizer.encode(sentence, padding="max_length", max_length=32)
        yield pooled(tf.constant(fixed)).numpy()


def words(corpus, sentences):
    tokenizer = Tokenizer(num_words=1000)
    tokenizer.fit_on_texts(corpus)
    for sentence in sentences:
        rows = tokenizer.texts_to_sequences([sentence])
        yield pooled(tf.constant(tf.keras.utils.pad_sequences(rows, 20)))
        yield pooled(tf.constant(rows))  # want: TFM303
