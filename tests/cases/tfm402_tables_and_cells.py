"""Tables, queues, generators and recurrent layers hold tensors as soon as they are made."""
import tensorflow as tf


def words():
    table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a", "b"], [0, 1]), -1)
    tf.config.threading.set_inter_op_parallelism_threads(2)  # want: TFM402
    return table


def numbers(seed):
    generator = tf.random.Generator.from_seed(seed)
    tf.config.threading.set_inter_op_parallelism_threads(2)  # want: TFM402
    return generator


def waiting():
    line = tf.queue.FIFOQueue(8, tf.float32)
    tf.config.threading.set_inter_op_parallelism_threads(2)  # want: TFM402
    return line


def recurrent():
    layers = [tf.keras.layers.LSTM(8), tf.keras.layers.GRU(8)]
    tf.config.threading.set_inter_op_parallelism_threads(2)  # want: TFM402
    return layers


def few_entries():
    matrix = tf.sparse.SparseTensor([[0, 0]], [1.0], [4, 4])
    tf.config.threading.set_inter_op_parallelism_threads(2)  # want: TFM402
    return matrix


def nothing_yet():
    layers = [tf.keras.layers.Dense(8), tf.keras.layers.Conv2D(8, 3), tf.keras.layers.Embedding(8, 8)]
    tf.random.set_seed(1)
    tf.config.threading.set_inter_op_parallelism_threads(2)
    return layers, tf.keras.regularizers.l2(0.1), tf.train.Example()
