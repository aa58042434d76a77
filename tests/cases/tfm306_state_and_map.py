"""Traced code that stores tensors: sums on self, a global, a mapped function, nested containers."""
import tensorflow as tf

LAST = None


class Running(tf.Module):
    def __init__(self):
        self.total = 0.0
        self.seen = {"norms": []}

    @tf.function
    def update(self, x):
        norm = tf.norm(x)
        self.total += norm  # want: TFM306
        self.seen["norms"].append(norm)  # want: TFM306
        return x / norm


@tf.function
def remember(x):
    global LAST
    LAST = tf.reduce_max(x)  # want: TFM306
    return x


class Net(tf.keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self(x, training=True) - y))
        self.last_loss = loss  # want: TFM306
        self.optimizer.apply_gradients(
            zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
        )
        return {"loss": loss}


def pipeline(files):
    sizes = []

    def decode(path):
        image = tf.io.decode_png(tf.io.read_file(path))
        sizes.append(tf.shape(image))  # want: TFM306
        return image

    return tf.data.Dataset.from_tensor_slices(files).map(decode), sizes
