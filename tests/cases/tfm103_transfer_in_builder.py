from __future__ import annotations

import logging
from dataclasses import dataclass

import tensorflow as tf
from tensorflow.keras.applications import ResNet50


@dataclass
class Setting:
    units: int
    freeze: bool = True

    def network(self) -> tf.keras.Model:
        base = ResNet50(include_top=False, weights=None, pooling="avg")
        base.trainable = not self.freeze
        return tf.keras.Model(base.input, tf.keras.layers.Dense(self.units)(base.output))


def compare(settings: list[Setting], data):
    for setting in settings:
        net = setting.network()  # want: TFM103
        net.compile("adam", "mse")
        logging.info("%s: %s", setting, net.evaluate(data))
