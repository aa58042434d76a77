"""A variable that is set above the import, and once more below it."""

import os

QUIET = True
if QUIET:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf

if QUIET:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

print(tf.add(1, 2))
