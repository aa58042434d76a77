"""A module with trials that nobody runs, since it is never of that name."""
import tensorflow as tf


def shade(step):
    return tf.fill([4], step)


if __name__ == "__main__":
    print(shade(1))
elif __name__ == "__trial__":
    print(shade(2))

if __name__ == "shades.trial":
    print(shade(3))
