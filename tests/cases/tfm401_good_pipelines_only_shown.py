"""Reads a data set and draws it: what tf.data maps runs on the CPU, and a tensor's type is no work."""
import matplotlib.pyplot as plt
import tensorflow as tf


def as_bytes(value):
    if isinstance(value, type(tf.constant(0))):
        value = value.numpy()
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def scaled(size):
    def scale(image):
        return tf.image.resize(image, size) / tf.reduce_max(image)

    return scale


def parser(size):
    def parse(record):
        parsed = tf.io.parse_single_example(record, {"image": tf.io.FixedLenFeature([], tf.string)})
        return scaled(size)(tf.io.decode_jpeg(parsed["image"]))

    return parse


def photographs(path, size=(64, 64)):
    return tf.data.TFRecordDataset(path).map(parser(size)).batch(4)


def main():
    for number, images in enumerate(photographs("shop.tfrecord").take(3)):
        plt.imsave(f"{number}.png", images[0].numpy())
    print(as_bytes(b"label"))


if __name__ == "__main__":
    main()
