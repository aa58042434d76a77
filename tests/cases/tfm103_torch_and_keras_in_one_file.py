import keras
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(width, 1))


def both(widths):
    for width in widths:
        Net(width)
        nn.Sequential(nn.Linear(width, 1))
        keras.Sequential([keras.layers.Dense(width)]).summary()  # want: TFM103
