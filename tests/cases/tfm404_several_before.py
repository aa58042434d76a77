"""More than one device is configured before the call that contradicts one of them."""
import tensorflow as tf


def first_of_two(limit):
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(gpus[0], True)
    tf.config.experimental.set_memory_growth(gpus[1], True)
    tf.config.set_logical_device_configuration(  # want: TFM404
        gpus[0], [tf.config.LogicalDeviceConfiguration(memory_limit=limit)]
    )


def taken_back(limit):
    gpus = tf.config.list_physical_devices("GPU")
    tf.config.experimental.set_memory_growth(gpus[0], True)
    tf.config.experimental.set_memory_growth(gpus[1], True)
    tf.config.experimental.set_memory_growth(gpus[0], False)
    tf.config.set_logical_device_configuration(
        gpus[0], [tf.config.LogicalDeviceConfiguration(memory_limit=limit)]
    )


def limits_first(limit):
    gpus = tf.config.list_physical_devices("GPU")
    part = [tf.config.LogicalDeviceConfiguration(memory_limit=limit)]
    tf.config.set_logical_device_configuration(gpus[0], part)
    tf.config.set_logical_device_configuration(gpus[1], part)
    tf.config.experimental.set_memory_growth(gpus[2], True)
    tf.config.experimental.set_memory_growth(gpus[0], True)  # want: TFM404
