"""Objects that are declared as their abstract base: what the subclasses do runs in the loop over them."""
from __future__ import annotations

import abc

import numpy as np
import tensorflow as tf


class Stage(abc.ABC):
    @abc.abstractmethod
    def change(self, item: dict) -> dict:
        """The item with more in it."""


class Lower(Stage):
    def change(self, item):
        return {**item, "text": item["text"].lower()}


class Rated(Stage):
    def __init__(self):
        self.net = tf.keras.models.load_model("rated.keras")

    def change(self, item):
        row = np.asarray(item["row"])
        return {**item, "rating": float(self.net.predict(row[None], verbose=0)[0, 0])}  # want: TFM102


def changed(items, stages: list[Stage]):
    for item in items:
        for stage in stages:
            item = stage.change(item)
        yield item
