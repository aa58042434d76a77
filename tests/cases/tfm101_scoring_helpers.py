"""A method of a service object, called per record through a generator."""
from typing import Iterable, Iterator, Optional

import numpy as np
import tensorflow as tf


class Service:
    _model: Optional[tf.keras.Model] = None

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def model(self) -> tf.keras.Model:
        if self._model is None:
            self._model = tf.keras.models.load_model(self.path)
        return self._model

    def score(self, row: np.ndarray) -> float:
        return float(self.model(row[None])[0, 0])  # want: TFM101

    def stream(self, rows: Iterable[np.ndarray]) -> Iterator[float]:
        for row in rows:
            yield self.score(row)
