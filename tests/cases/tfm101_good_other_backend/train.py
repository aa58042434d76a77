"""Keras on PyTorch: nothing here is TensorFlow's."""
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

import nets


def train(batches):
    net = nets.network(4)
    kept = []
    for x, y in batches:
        loss = torch.mean((net(x) - y) ** 2)
        loss.backward()
        kept.append(loss.detach())
    return kept


def compare(x, y, widths):
    scores = {}
    for width in widths:
        net = nets.network(width)
        net.compile(keras.optimizers.Adam(), "mse")
        scores[width] = net.evaluate(x, y, verbose=0)
    return scores
