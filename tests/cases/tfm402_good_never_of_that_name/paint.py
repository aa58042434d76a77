import tensorflow as tf
from shades import shade

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)

if __name__ == "__main__":
    print(shade(4))
