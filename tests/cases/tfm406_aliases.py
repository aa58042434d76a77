import tensorflow as tf
from tensorflow import config
from tensorflow.config.experimental import get_memory_info as info

watch = tf.config.experimental


def report():
    print(info()["peak"])  # want: TFM406
    print(watch.get_memory_usage("GPU:1"))  # want: TFM406
    print(config.experimental.get_memory_info()["current"])  # want: TFM406
