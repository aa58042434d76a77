"""Each round has a view of its own, made by a method: calling it once is not the trouble."""
import tensorflow as tf
from tensorflow.keras.models import Model


class Saliency:
    def __init__(self, net: Model):
        self.net = net
        self.views = {}

    def _scorer(self, number):
        return Model(self.net.inputs, self.net.outputs[0][:, number])  # want: TFM106

    def _kept(self, number):
        if number not in self.views:
            self.views[number] = Model(self.net.inputs, self.net.outputs[0][:, number])
        return self.views[number]

    def map(self, image, number):
        scorer = self._scorer(number)
        with tf.GradientTape() as tape:
            tape.watch(image)
            score = scorer(image[tf.newaxis])
        return tape.gradient(score, image)

    def quick(self, image, number):
        scorer = self._kept(number)
        with tf.GradientTape() as tape:
            tape.watch(image)
            score = scorer(image[tf.newaxis])  # want: TFM101
        return tape.gradient(score, image)


def explain(net: Model, images, labels):
    saliency = Saliency(net)
    slow = [saliency.map(image, int(label)).numpy() for image, label in zip(images, labels)]
    fast = [saliency.quick(image, int(label)).numpy() for image, label in zip(images, labels)]
    return slow, fast
