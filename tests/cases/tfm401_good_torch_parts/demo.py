"""Attacks the detector of PyTorch; what the library does for TensorFlow does not run."""

import numpy as np
from attacks import Descent
from detectors import TorchDetector


def main():
    attack = Descent(TorchDetector())
    print(attack.generate(np.zeros((3, 4), "float32")))


if __name__ == "__main__":
    main()
