"""A builder hands its model out in a named tuple."""
from typing import NamedTuple
import tensorflow as tf
class Pair(NamedTuple):
    model: tf.keras.Model
    name: str
def make(name):
    return Pair(tf.keras.Sequential([tf.keras.layers.Dense(3)]), name)
def go(names):
    for n in names:
        p = make(n)  # want: TFM103
        print(p.model.count_params())
