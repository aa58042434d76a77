"""Branches made in a loop end in one network, whatever the tensors are that a caller gives."""
from tensorflow import keras
from tensorflow.keras import layers


def merged(features, rates):
    branches = []
    for rate in rates:
        branch = keras.Sequential([layers.Conv1D(4, 3, dilation_rate=rate), layers.GlobalMaxPooling1D()])
        branches.append(branch(features))
    return layers.Concatenate()(branches)


def voted(features, count):
    heads = []
    for _ in range(count):
        head = keras.Sequential([layers.Dense(8, "relu"), layers.Dense(1)])
        vote = head(features)
        heads.append(vote)
    return keras.Model(features, heads)
