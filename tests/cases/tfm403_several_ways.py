"""Functions of one library that each set a program up in a way of their own."""
import tensorflow as tf


def first_only():
    gpus = tf.config.list_physical_devices("GPU")
    if gpus:
        tf.config.experimental.set_memory_growth(gpus[0], True)  # want: TFM403


def numbered(index):
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(gpus[index], True)  # want: TFM403


def only_this(index):
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.set_visible_devices(gpus[index], "GPU")
    tf.config.experimental.set_memory_growth(gpus[index], True)


def all_of_them():
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)


def by_keyword():
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(enable=True, device=gpus[0])  # want: TFM403


def counted():
    gpus = tf.config.list_physical_devices("GPU")
    for number, gpu in enumerate(gpus[:1]):
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM403
        print("GPU", number)


def counted_all():
    for number, gpu in enumerate(tf.config.list_physical_devices("GPU")[:], start=1):
        tf.config.experimental.set_memory_growth(gpu, True)
        print("GPU", number)
