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


SHARED = tf.keras.optimizers.SGD(0.1)


def stale_of_module(x, y):
    tf.keras.backend.clear_session()  # want: TFM109
    net = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
    net.compile(SHARED, "mae")
    return net.evaluate(x, y, verbose=0)


class Pair:
    def __init__(self):
        self.teacher = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
        self.pupil = None
        self.build()

    def build(self):
        self.pupil = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
        self.pupil.compile("sgd", "mae")

    def restart(self, x):
        tf.keras.backend.clear_session()  # want: TFM109
        self.build()
        return self.teacher.predict_on_batch(x)

    def renew(self, x, y):
        tf.keras.backend.clear_session()
        self.build()
        return self.pupil.evaluate(x, y, verbose=0)
