import torch


def trace(function):
    return torch.compile(function)
