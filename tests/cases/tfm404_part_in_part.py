"""What gets a limit is among what grows."""
import tensorflow as tf

LIMIT = [tf.config.LogicalDeviceConfiguration(memory_limit=2048)]


def middle(chosen):
    tf.config.set_visible_devices(chosen, "GPU")
    first, *rest = tf.config.list_physical_devices("GPU")
    for gpu in rest:
        tf.config.experimental.set_memory_growth(gpu, True)
    print("left alone:", first)
    tf.config.set_logical_device_configuration(rest[0], LIMIT)  # want: TFM404


def only_one(chosen):
    tf.config.set_visible_devices(chosen, "GPU")
    (gpu,) = tf.config.list_physical_devices("GPU")
    tf.config.set_logical_device_configuration(gpu, LIMIT)
    tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM404
