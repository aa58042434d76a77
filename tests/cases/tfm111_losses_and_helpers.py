"""State made in losses, helpers of call and steps; and state that belongs to a trial."""
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Block(layers.Layer):
    def _gate(self, x):
        return layers.Dense(4, activation="sigmoid")(x)  # want: TFM111

    def call(self, x, training=False):
        noise = tf.Variable(0.1)  # want: TFM111
        return x * self._gate(x) + noise

    def build(self, shape):
        self.inner = self._make()

    def _make(self):
        return layers.Dense(3)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block() for _ in range(3)]

    def call(self, x):
        if not self.built:
            self.extra = layers.Dense(1)
        return layers.Add()([block(x) for block in self.blocks])

    def train_step(self, data):
        seen = keras.metrics.Mean()  # want: TFM111
        return {"loss": seen(data[1])}


class Weighted(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return keras.metrics.MeanSquaredError()(y_true, y_pred)  # want: TFM111


def focal(gamma):
    def loss(y_true, y_pred):
        scale = tf.Variable(gamma)  # want: TFM111
        return scale * tf.reduce_mean(y_true - y_pred)

    return loss


def compiled():
    net = Net()
    net.compile("adam", loss=focal(2.0))
    return net


def trials(widths, batches):
    for width in widths:
        keras.backend.clear_session()
        weights = tf.Variable(tf.zeros([width]))
        optimizer = keras.optimizers.Adam()
        for batch in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(weights * batch)
            optimizer.apply_gradients([(tape.gradient(loss, weights), weights)])


def tower(x, widths):
    for width in widths:
        x = layers.Dense(width)(x)
    return x


def encode(rows):
    for row in rows:
        yield layers.Dense(4)(tf.constant(row))  # want: TFM111


def block(x: tf.Tensor, width: int) -> tf.Tensor:
    return layers.Dense(width)(x)


def network(widths):
    x = entry = keras.Input((8,))
    for width in widths:
        x = block(x, width)
    return keras.Model(entry, x)
