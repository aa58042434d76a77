"""A function of a library for microscopy bounds what the program takes of GPUs."""

import sys

from csbdeep.utils.tf import limit_gpu_memory
from tensorflow import keras


def restore(folder):
    limit_gpu_memory(0.5, allow_growth=True)
    return keras.models.load_model(folder)


if __name__ == "__main__":
    print(restore(sys.argv[1]).count_params())
