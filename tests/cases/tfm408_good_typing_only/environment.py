"""TensorFlow for type checkers only."""

import typing

if typing.TYPE_CHECKING:
    from tensorflow import config as tf_config


def names(config: "tf_config") -> list:
    return dir(config)
