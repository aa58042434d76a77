import numpy as np
import tensorflow as tf  # want: TFM401
from scores import hits, network

if __name__ == "__main__":
    print(tf.__version__, hits(network(3), np.ones((8, 3))))
