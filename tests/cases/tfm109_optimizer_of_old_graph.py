"""Graph mode: an optimizer made before the state is cleared belongs to the graph that is gone."""
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def stale(x, y, widths):
    optimizer = tf.keras.optimizers.RMSprop(0.01)
    for width in widths:
        tf.keras.backend.clear_session()  # want: TFM109
        net = tf.keras.Sequential([tf.keras.layers.Dense(width, input_shape=(4,))])
        net.compile(optimizer, "mae")
        print(net.evaluate(x, y, verbose=0))


def fresh(x, y, widths):
    for width in widths:
        tf.keras.backend.clear_session()
        optimizer = tf.keras.optimizers.RMSprop(0.01)
        net = tf.keras.Sequential([tf.keras.layers.Dense(width, input_shape=(4,))])
        net.compile(optimizer, "mae")
        print(net.evaluate(x, y, verbose=0))
