"""A package that keeps TensorFlow quiet for whoever imports it first."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

from quiet.nets import build
