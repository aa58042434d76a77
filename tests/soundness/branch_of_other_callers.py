import tensorflow as tf


def evaluate(model, batches, probe=False):
    if probe:
        return tf.function(model)(batches[0])  # missed: TFM301
    return model.evaluate(batches)


def train(batches, epochs):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    for _ in range(epochs):
        evaluate(model, batches)
