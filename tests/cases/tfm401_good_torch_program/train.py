"""Trains with PyTorch; TensorFlow is only what another part of the library uses."""

import torch
from estimators import one_hot


def main():
    targets = torch.from_numpy(one_hot([0, 1], 2))
    print(targets.shape)


if __name__ == "__main__":
    main()
