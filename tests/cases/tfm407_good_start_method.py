import multiprocessing as mp

import tensorflow as tf


def evaluate(path):
    print(tf.keras.models.load_model(path).count_params())


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    mp.set_start_method("spawn")
    tf.keras.models.load_model("first.keras").summary()
    with mp.Pool(1, initializer=evaluate, initargs=("second.keras",)) as pool:
        print(pool)
