import argparse

import tensorflow as tf  # want: TFM401

from strategies import choose, slow_to_print


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tpu", default="")
    strategy = choose(parser.parse_args().tpu)
    with strategy.scope():
        net = tf.keras.Sequential([tf.keras.layers.Dense(512), tf.keras.layers.Dense(10)])
        net.compile("adam", "mse", steps_per_execution=1 + 49 * slow_to_print(strategy))
    net.fit(tf.random.normal((256, 8)), tf.random.normal((256, 10)), epochs=3)


if __name__ == "__main__":
    main()
