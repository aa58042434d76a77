import tensorflow as tf


def load(files, training):
    data = tf.data.TFRecordDataset(files)
    if training:
        data = data.shuffle(1000).repeat()
    elif len(files) > 1:
        data = data.cache()
    else:
        data = data.take(10).cache()
    return data.batch(2)
