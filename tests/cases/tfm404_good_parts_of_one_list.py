"""One part of the GPUs gets a limit, another grows; those that are to be used are chosen elsewhere."""
import tensorflow as tf

LIMIT = [tf.config.LogicalDeviceConfiguration(memory_limit=2048)]


def limited_head(chosen):
    tf.config.set_visible_devices(chosen, "GPU")
    first, *rest = tf.config.list_physical_devices("GPU")
    tf.config.set_logical_device_configuration(first, LIMIT)
    for gpu in rest:
        tf.config.experimental.set_memory_growth(gpu, True)


def limited_tail(chosen):
    tf.config.set_visible_devices(chosen, "GPU")
    gpus = tf.config.list_physical_devices("GPU")
    last, others = gpus[-1], gpus[:-1]
    for gpu in others:
        tf.config.experimental.set_memory_growth(gpu, True)
    tf.config.set_logical_device_configuration(last, LIMIT)


def pair(chosen):
    tf.config.set_visible_devices(chosen, "GPU")
    left, right = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(left, True)
    tf.config.set_logical_device_configuration(right, LIMIT)
