"""Objects that a trace makes for itself keep its tensors no longer than it lasts; one that was there does."""

import tensorflow as tf


class Cropping:
    def __init__(self, picture):
        self.picture = picture
        self.scale = None

    def choose(self):
        self.scale = tf.random.uniform([], 0.5, 1.0)
        return self

    def cropped(self):
        self.choose()
        size = tf.cast(self.scale * 64.0, tf.int32)
        return tf.image.resize_with_crop_or_pad(self.picture, size, size)


class Zooming(Cropping):
    def zoomed(self):
        self.factor = tf.random.uniform([], 1.0, 2.0)
        return self.picture * self.factor


class Shared:
    def __init__(self):
        self.scale = None

    def scaled(self, picture):
        self.scale = tf.random.uniform([], 0.5, 1.0)  # want: TFM306
        return picture * self.scale


def shown(crop):
    print(crop.scale, crop.factor)


def pictures(names, shared: Shared):
    def load(name):
        picture = tf.io.decode_png(tf.io.read_file(name))
        crop = Cropping(picture)
        zoom = Zooming(picture)
        return crop.cropped() + zoom.zoomed() + zoom.cropped() + shared.scaled(picture)

    found = tf.data.Dataset.from_tensor_slices(names).map(load)
    print(shared.scale)
    return found
