"""What is declared to be a model is a traced function where every call hands one over."""
import tensorflow as tf


def spread(image: tf.Tensor, network: tf.keras.Model, rounds: int):
    seen = []
    for _ in range(rounds):
        seen += [network(image, training=True).numpy()]
    return seen


def drift(image: tf.Tensor, network: tf.keras.Model, rounds: int):
    seen = []
    for _ in range(rounds):
        seen += [network(image, training=True).numpy()]  # want: TFM101
    return seen


def judge(network, images):
    @tf.function
    def ask(image, training=False):
        return network(image, training=training)

    return [spread(image, ask, 30) for image in images], [drift(image, network, 30) for image in images]
