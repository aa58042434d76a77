"""Callbacks that ask the parts of the model that they are attached to."""
import tensorflow as tf


class Adversaries(tf.keras.Model):
    def __init__(self, judge: tf.keras.Model, painter: tf.keras.Model):
        super().__init__()
        self.judge = judge
        self.painter = painter

    def train_step(self, images):
        noise = tf.random.normal((tf.shape(images)[0], 16))
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.softplus(-self.judge(self.painter(noise))))
        grads = tape.gradient(loss, self.painter.trainable_weights)
        self.optimizer.apply_gradients(zip(grads, self.painter.trainable_weights))
        return {"loss": loss}


class Gallery(tf.keras.callbacks.Callback):
    def __init__(self, count):
        super().__init__()
        self.count = count
        self.noise = tf.random.normal((count, 16))

    def on_epoch_end(self, epoch, logs=None):
        pictures = self.model.painter.predict(self.noise, verbose=0)  # want: TFM102
        for number in range(self.count):
            tf.keras.utils.array_to_img(pictures[number]).save(f"{epoch}-{number}.png")


class Judged(tf.keras.callbacks.Callback):
    """It is written for the model above, though nothing here hands it to ``fit``."""

    def on_epoch_end(self, epoch, logs=None):
        print(epoch, float(tf.reduce_mean(self.model.judge(tf.zeros((4, 28, 28, 1))))))  # want: TFM101

    def on_train_end(self, logs=None):
        self.model.painter.save("painter.keras")


def run(images: tf.data.Dataset, judge, painter):
    pair = Adversaries(judge, painter)
    pair.compile("adam")
    pair.fit(images, epochs=30, callbacks=[Gallery(8)])
