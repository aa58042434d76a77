from tensorflow.config import list_physical_devices
from tensorflow.config.experimental import set_memory_growth
import tensorflow as tf


def prepare():
    for gpu in list_physical_devices("GPU")[:1]:
        set_memory_growth(gpu, True)  # want: TFM403


if __name__ == "__main__":
    prepare()
    print(tf.ones((2,)).numpy())
