"""Imports TensorFlow first: the level that it wants is its own choice."""

import tensorflow as tf

import quiet

if __name__ == "__main__":
    print(tf.__version__, quiet.build)
