import tensorflow as tf


def main(model_fn, train, test):
    estimator = tf.estimator.Estimator(model_fn, "/runs/main")
    tf.estimator.train_and_evaluate(estimator, tf.estimator.TrainSpec(train), tf.estimator.EvalSpec(test))
    for name in ("train", "test"):
        print(name, estimator.model_dir)
