from typing import NamedTuple
import keras

class Parts(NamedTuple):
    net: keras.Model
    head: keras.layers.Layer

def run(batches):
    parts = Parts(keras.Sequential([keras.layers.Dense(2)]), keras.layers.Dense(1))
    for b in batches:
        print(parts.net(b))  # want: TFM101
