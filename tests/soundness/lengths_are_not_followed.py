import tensorflow as tf


@tf.function
def encode(x):
    return tf.reduce_sum(x)


def sentences(texts, weight):
    for text in texts:
        tokens = [weight(letter) for letter in text]
        print(encode(tf.constant(tokens)))  # missed: TFM303
