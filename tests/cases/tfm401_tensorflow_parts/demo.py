"""Compares the detectors of both frameworks."""

import numpy as np
from attacks import Descent  # want: TFM401
from detectors import TorchDetector
from keras_detector import KerasDetector


def main():
    for detector in (TorchDetector(), KerasDetector()):
        print(Descent(detector).generate(np.zeros((3, 4), "float32")))


if __name__ == "__main__":
    main()
