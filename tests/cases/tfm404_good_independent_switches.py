import argparse

import tensorflow as tf

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--grow", action="store_true")
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    gpus = tf.config.list_physical_devices("GPU")
    if arguments.grow:
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
    if arguments.limit:
        for gpu in gpus:
            piece = tf.config.LogicalDeviceConfiguration(memory_limit=arguments.limit)
            tf.config.set_logical_device_configuration(gpu, [piece])
    print(tf.ones((2,)).numpy())
