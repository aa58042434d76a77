"""Three rounds over what is written down keep three tensors; as many for each file keep more and more."""

import tensorflow as tf

WEIGHTS = tf.ones((2, 2))
STEPS = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
PLANES = tf.constant(0.0, shape=[500, 2])


def recur():
    outputs = []
    for number in range(len(STEPS)):
        before = outputs[number - 1] if number > 0 else tf.zeros((1, 2))
        outputs.append(tf.tanh(STEPS[number : number + 1] + tf.matmul(before, WEIGHTS)))
        print(outputs[-1].numpy())


def across():
    sizes = []
    for number in range(len(PLANES)):
        sizes.append(tf.norm(PLANES[number]))  # want: TFM501
    print(sizes[0].numpy())


def by_file(files):
    sizes = []
    for file in files:
        picture = tf.io.decode_png(tf.io.read_file(file))
        for turn in (0, 1, 2):
            sizes.append(tf.reduce_mean(tf.image.rot90(picture, turn)))  # want: TFM501
    print(sizes[0].numpy())


def first_of(files):
    chosen = sorted(files)[:3]
    pictures = []
    for file in chosen:
        pictures.append(tf.io.decode_png(tf.io.read_file(file)))
    rest = sorted(files)[3:]
    for file in rest:
        pictures.append(tf.io.decode_png(tf.io.read_file(file)))  # want: TFM501
    print(pictures[0].numpy())
