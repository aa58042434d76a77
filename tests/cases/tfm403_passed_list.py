import tensorflow as tf


def configure(devices):
    main_device = devices[0]
    tf.config.experimental.set_memory_growth(main_device, True)  # want: TFM403


if __name__ == "__main__":
    configure(tf.config.experimental.list_physical_devices("GPU"))
    print(tf.zeros((2,)).numpy())
