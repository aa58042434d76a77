import tensorflow as tf


@tf.function
def encode(x):
    return tf.reduce_sum(x)


def sentences(texts):
    for text in texts:
        tokens = [ord(letter) for letter in text]
        print(encode(tf.constant(tokens)))  # missed: TFM303
