"""The probe ends the program, and the other branch never configures."""
import sys

import tensorflow as tf


def probe():
    print(float(tf.reduce_sum(tf.ones((2, 2)))))
    sys.exit(0)


def main(argv):
    if "--probe" in argv:
        probe()
    if "--list" in argv:
        print(tf.constant(1.0))
        return
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    print(tf.linalg.norm(tf.ones((3,))).numpy())


if __name__ == "__main__":
    main(sys.argv)
