"""A Keras model as an Estimator, trained round by round."""
import tensorflow as tf


def wrapped(net, folder):
    return tf.keras.estimator.model_to_estimator(keras_model=net, model_dir=folder)


def rounds(net, folder, inputs, count):
    estimator = wrapped(net, folder)
    for _ in range(count):
        estimator.train(inputs)  # want: TFM207


def once(net, folder, inputs, checks, steps):
    estimator = wrapped(net, folder)
    estimator.train(inputs, max_steps=steps)
    return estimator.evaluate(checks)
