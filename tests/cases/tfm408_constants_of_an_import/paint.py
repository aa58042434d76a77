"""What is imported makes a tensor, which brings the devices into use."""
import os

import tensorflow as tf

from palette import Plain

if __name__ == "__main__":
    os.environ["CUDA_VISIBLE_DEVICES"] = "1"  # want: TFM408
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)  # want: TFM402
    print(tf.reduce_mean(Plain.shades))
