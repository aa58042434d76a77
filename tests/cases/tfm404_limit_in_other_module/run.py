import limits
import tensorflow as tf

gpus = tf.config.experimental.list_physical_devices("GPU")
if gpus:
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
limits.cut(2048)

if __name__ == "__main__":
    print(tf.ones((2,)).numpy())
