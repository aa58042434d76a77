"""The list of GPUs is taken apart by assignment; each function is a way of its own to set the program up."""
import tensorflow as tf


def head_only():
    first, *_ = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(first, True)  # want: TFM403


def all_but_last():
    *others, _ = tf.config.list_physical_devices("GPU")
    for gpu in others:
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM403


def limit_head_grow_rest():
    first, *rest = tf.config.list_physical_devices("GPU")
    tf.config.set_logical_device_configuration(
        first, [tf.config.LogicalDeviceConfiguration(memory_limit=4096)]
    )
    for gpu in rest:
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM403


def exactly_one():
    (gpu,) = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(gpu, True)


def head_and_rest():
    first, *rest = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(first, True)
    for gpu in rest:
        tf.config.experimental.set_memory_growth(gpu, True)


def all_in_a_list():
    [*gpus] = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
