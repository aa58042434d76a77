"""TensorFlow 1 graphs, reset when nothing of them is needed any more."""
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def scores(folds):
    for x, y in folds:
        tf.reset_default_graph()
        tf.keras.backend.clear_session()
        net = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.Dense(1)])  # want: TFM113
        net.compile("sgd", "mse")
        net.fit(x, y, epochs=3)
        yield net.evaluate(x, y)
