import tensorflow as tf


def cut(megabytes):
    for gpu in tf.config.experimental.list_physical_devices("GPU"):
        tf.config.experimental.set_virtual_device_configuration(  # want: TFM404
            gpu, [tf.config.experimental.VirtualDeviceConfiguration(memory_limit=megabytes)]
        )
