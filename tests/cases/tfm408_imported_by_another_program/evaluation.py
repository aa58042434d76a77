"""Imports a part of the training where it is needed."""
import tensorflow as tf

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)


def main():
    from quiet import rows
    from training import network

    net = network(8)
    net.compile("adam", "mse")
    net.evaluate(rows("held_out"))


if __name__ == "__main__":
    main()
