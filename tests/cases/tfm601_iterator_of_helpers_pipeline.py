"""The pipeline comes from a helper and each epoch makes an iterator of it: one cause, one diagnostic."""

import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def scaled(record):
    return tf.io.decode_raw(record, tf.uint8) / 255


def records(files, size):
    dataset = tf.data.TFRecordDataset(files)
    return dataset.map(scaled).batch(size)


def epochs(files, count):
    with tf.Session() as sess:
        for epoch in range(count):
            iterator = tf.data.make_initializable_iterator(records(files, epoch + 1))  # want: TFM601
            sess.run(iterator.initializer)


def by_method(files, count):
    with tf.Session() as sess:
        for _ in range(count):
            dataset = records(files, 32)
            sess.run(dataset.make_initializable_iterator().initializer)  # want: TFM601


def once(files, count):
    iterator = records(files, 32).make_initializable_iterator()
    with tf.Session() as sess:
        for _ in range(count):
            sess.run(iterator.initializer)
