import sys

import numpy as np
from rounds import rated


class Neural:
    def __init__(self, path):
        self.path = path
        self.network = None

    def rate(self, row):
        if self.network is None:
            import tensorflow as tf  # want: TFM401

            self.network = tf.keras.models.load_model(self.path)
        return float(self.network.predict_on_batch(row[None])[0, 0])


if __name__ == "__main__":
    print(rated(Neural(sys.argv[1]), np.load("rows.npy")))
