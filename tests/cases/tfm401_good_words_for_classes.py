"""What another library predicted, in words: only arrays are looked at."""

import sys

import numpy as np
from tensorflow.keras.applications.mobilenet_v2 import decode_predictions, preprocess_input

if __name__ == "__main__":
    scores = np.load(sys.argv[1])
    print(preprocess_input(scores).shape, decode_predictions(scores, top=3))
