"""What an unknown network gives, and what is read from a file."""
import tensorflow as tf

history = []
names = []


@tf.function
def step(net, describe, x):
    y = net(x)
    history.append(y)  # want: TFM306
    note = describe(x)
    history.append(note)
    return tf.reduce_sum(y)


def mapped(data: tf.data.Dataset):
    def load(path):
        content = tf.io.read_file(path)
        names.append(content)  # want: TFM306
        return content

    return data.map(load)
