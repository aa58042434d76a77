import multiprocessing as mp

import tensorflow as tf


def evaluate(path):
    print(tf.keras.models.load_model(path).count_params())


def main():
    tf.keras.models.load_model("first.keras").summary()
    worker = mp.Process(target=evaluate, args=("second.keras",))  # want: TFM407
    worker.start()
    worker.join()


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    main()
