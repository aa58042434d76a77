import tensorflow as tf


def grow():
    try:
        for gpu in tf.config.list_physical_devices("GPU"):
            tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM402
    except RuntimeError as error:
        print(error)
