import tensorflow as tf


class Setup:
    def __init__(self, megabytes):
        self.megabytes = megabytes
        self.gpus = tf.config.list_physical_devices("GPU")

    def limit(self):
        for gpu in self.gpus:
            piece = tf.config.LogicalDeviceConfiguration(memory_limit=self.megabytes)
            tf.config.set_logical_device_configuration(gpu, [piece])

    def grow(self):
        for gpu in self.gpus:
            tf.config.experimental.set_memory_growth(gpu, enable=True)  # want: TFM404


if __name__ == "__main__":
    setup = Setup(2048)
    setup.limit()
    setup.grow()
    print(tf.ones((2,)).numpy())
