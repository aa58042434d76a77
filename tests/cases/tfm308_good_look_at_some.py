"""A few elements of a dataset are drawn for a look; all of them are not."""
import tensorflow as tf


def draw(row, name):
    return tf.py_function(lambda r: print(name, r.numpy()), inp=[row], Tout=[])


def note(row, name):
    return tf.py_function(lambda r: print(name, r.numpy()), inp=[row], Tout=[])  # want: TFM308


def prepare(rows: tf.data.Dataset, look=False):
    if look:
        for number, row in enumerate(rows.take(5)):
            draw(row, f"row {number}")
    return rows.batch(8)


def follow(rows: tf.data.Dataset):
    for number, row in enumerate(rows):
        note(row, f"row {number}")
