"""A worker that trains and asks one Estimator for each message."""

import tensorflow as tf


def make(model_fn, folder):
    config = tf.estimator.RunConfig(model_dir=folder)
    return tf.estimator.DNNClassifier([16, 8], feature_columns=[], config=config)


def work(messages, model_fn, folder):
    estimator = make(model_fn, folder)
    while True:
        message = messages.get()
        if message is None:
            break
        for answer in estimator.predict(input_fn=lambda m=message: tf.data.Dataset.from_tensors(m)):  # want: TFM207
            print(answer["classes"])


def by_epoch(estimator: tf.estimator.Estimator, inputs, epochs: int):
    for _ in range(epochs):
        estimator.train(inputs)  # want: TFM207
        print(estimator.evaluate(inputs))  # want: TFM207
