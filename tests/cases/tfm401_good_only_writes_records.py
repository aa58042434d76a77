"""What is run writes records; the functions that compute are for the programs that read them."""
import numpy as np
import tensorflow as tf
from absl import app


def read_example(record):
    fields = tf.io.parse_single_example(record, {"x": tf.io.FixedLenFeature([4], tf.float32)})
    x = tf.concat([fields["x"], tf.zeros([4])], axis=0)
    return tf.reshape(x, [2, 4])


def get_dataset(path):
    return tf.data.TFRecordDataset(path).map(read_example).batch(8)


def write(path, rows):
    with tf.io.TFRecordWriter(path) as writer:
        for row in rows:
            value = tf.train.Feature(float_list=tf.train.FloatList(value=row))
            writer.write(tf.train.Example(features=tf.train.Features(feature={"x": value})).SerializeToString())


def create(_):
    write("rows.tfrecord", np.zeros((8, 4)))


if __name__ == "__main__":
    app.run(create)
